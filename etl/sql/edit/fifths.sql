-- Fifths of the home areas and rounds that an edit touched; only rows whose fifth changes are written.
UPDATE $out.household_profile
SET quintile = final.quintile
FROM (
    WITH ranking AS (
        SELECT household_key, survey_round, $home, overall, quintile AS last_quintile,
            verification IN ('verified_poor', 'newly_found') AND overall IS NOT NULL AS ranked
        FROM $out.household_profile
        SEMI JOIN touched USING (survey_round, $home)
    ),
    fifths AS (
        SELECT household_key, survey_round, last_quintile, $fifth AS quintile
        FROM ranking
        WINDOW place AS (PARTITION BY survey_round, $home, ranked ORDER BY overall)
    )
    SELECT * FROM fifths WHERE quintile IS DISTINCT FROM last_quintile
) AS final
WHERE household_profile.household_key = final.household_key AND household_profile.survey_round = final.survey_round;
