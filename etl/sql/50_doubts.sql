-- What doubts about a household are told by, once per load: looking for it anew took longer than everything else.
CREATE TABLE $out.repeated AS $repeated;

CREATE TABLE $out.quartiles AS $quartiles;
