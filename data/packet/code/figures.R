# The figures of this packet, as figures.csv has them. Run in its folder: Rscript code/figures.R (base R, no package)

parameters <- read.csv("parameters.csv", colClasses = "character")
parameter <- function(name) parameters$value[parameters$name == name]
weights <- read.csv("weights.csv")
home <- parameter("home_column")
whole <- as.numeric(parameter("whole_units"))
poor_from <- as.numeric(parameter("poor_from_units"))

# Everything is read as text first, so that codes keep their zeros; a blank cell was not answered.
rows <- read.csv("microdata.csv", colClasses = "character", na.strings = "")
numbers <- c("weight", "persons", "overall", grep("^(capital|deprived)_", names(rows), value = TRUE))
for (column in intersect(numbers, names(rows))) rows[[column]] <- as.numeric(rows[[column]])
rows$persons_weighted <- rows$weight * rows$persons
surveyed <- rows[is.na(rows$verification) | !(rows$verification %in% c("not_found", "moved")), ]

# A household with a blank among the indicators that count is not in the sample: NA stays NA in the sum.
surveyed$units <- rep(NA_real_, nrow(surveyed))
if (nrow(weights) > 0) {
  answers <- as.matrix(surveyed[paste0("deprived_", weights$indicator)])
  surveyed$units <- as.numeric(answers %*% weights$units)
}
surveyed$poor <- !is.na(surveyed$units) & surveyed$units >= poor_from & surveyed$units > 0

entry <- function(figure, n, value) data.frame(figure = figure, n = n, value = value)
share <- function(part, total) if (total > 0) part / total else NA_real_

mean_of <- function(group, column) {
  known <- group[!is.na(group[[column]]), ]
  entry(column, nrow(known), share(sum(known$weight * known[[column]]), sum(known$weight)))
}

poverty <- function(group, people, ending) {
  sample <- group[!is.na(group$units) & !is.na(group[[people]]), ]
  poor <- sample[sample$poor, ]
  everybody <- sum(sample[[people]])
  some <- sum(poor[[people]])
  score <- sum(poor[[people]] * poor$units) / whole
  rbind(
    entry(paste0("H", ending), nrow(sample), share(some, everybody)),
    entry(paste0("A", ending), nrow(sample), share(score, some)),
    entry(paste0("M0", ending), nrow(sample), share(score, everybody))
  )
}

figures <- function(place, every, group) {
  sized <- sum(!is.na(every$persons_weighted))
  persons <- if (sized > 0) sum(every$persons_weighted, na.rm = TRUE) else NA_real_
  found <- rbind(entry("households", nrow(every), sum(every$weight)), entry("persons", sized, persons))
  scores <- grep("^capital_|^overall$", names(rows), value = TRUE)
  for (column in scores) found <- rbind(found, mean_of(group, column))
  if (nrow(weights) > 0) {
    found <- rbind(found, poverty(group, "weight", "_households"), poverty(group, "persons_weighted", "_persons"))
  }
  cbind(place = place, found)
}

found <- figures("all", rows, surveyed)
for (place in sort(unique(rows[[home]]))) {
  found <- rbind(found, figures(place, rows[rows[[home]] == place, ], surveyed[surveyed[[home]] == place, ]))
}
write.csv(found, row.names = FALSE, na = "")
