-- One number per household: those known before keep theirs, new ones follow in the order of their hash.
CREATE TABLE $out.household AS
WITH ids AS (
    SELECT DISTINCT household_id FROM accepted_households
),
known AS (
    SELECT household_key, household_id FROM known_household SEMI JOIN ids USING (household_id)
),
fresh AS (
    SELECT
        row_number() OVER (ORDER BY household_id) + (SELECT coalesce(max(household_key), 0) FROM known_household) AS household_key,
        household_id
    FROM ids
    ANTI JOIN known USING (household_id)
),
final AS (
    SELECT household_key::INTEGER AS household_key, household_id FROM fresh
    UNION ALL BY NAME
    SELECT * FROM known
)
SELECT * FROM final
ORDER BY household_id;
