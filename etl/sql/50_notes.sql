-- What doubts about a household and sampling errors start from, once per load: looking for it anew took longer than the rest.
CREATE TABLE $out.repeated AS $repeated;

CREATE TABLE $out.quartiles AS $quartiles;

CREATE TABLE $out.design AS $design;
