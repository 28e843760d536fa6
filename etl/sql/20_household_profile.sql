-- The wide table: one row per household and round. Weights are whole numbers of a capital's (or the index's) units.
CREATE TABLE $out.household_profile AS
WITH capitals AS (
    SELECT household_id, survey_round $capital_columns FROM $capital_rows
),
scores AS MATERIALIZED (
    SELECT *, $overall AS overall FROM capitals
),
-- Fifths are taken on a few columns: a window carries all it is given through its sort.
fifths AS (
    SELECT household_id, survey_round, $fifth AS quintile
    FROM (SELECT *, true AS ranked FROM accepted_households)
    JOIN scores USING (household_id, survey_round)
    WHERE verification IN ('verified_poor', 'newly_found') AND overall IS NOT NULL
    WINDOW place AS (PARTITION BY survey_round, $home, ranked ORDER BY overall)
),
scored AS (
    SELECT
        household.household_key,
        accepted_households.* EXCLUDE (household_id, survey_year, weight, size),
        coalesce(accepted_households.weight, 1) AS weight,
        accepted_households.size::INTEGER AS size,
        $survey_year AS survey_year
        $score_columns
        $capital_names
        $deprivation_columns,
        scores.overall AS overall,
        fifths.quintile AS quintile
    FROM accepted_households
    JOIN $out.household AS household USING (household_id)
    $capital_join
    LEFT JOIN scores USING (household_id, survey_round)
    LEFT JOIN fifths USING (household_id, survey_round)
    $problem_join
),
levelled AS (
    SELECT * EXCLUDE (overall, quintile),
        overall,
        $deprivation_units AS deprivation_units,
        $problems_answered AS problems_answered,
        CASE $level_cases END::TINYINT AS level,
        quintile
    FROM scored
),
latest_stage AS (
    SELECT household_id, arg_max(stage, (event_date, stage_rank)) AS referral_stage
    FROM accepted_referrals
    JOIN stage_rank USING (stage)
    GROUP BY household_id
),
latest_model AS (
    SELECT household_id, arg_max(model_id, (coalesce(joined_on, DATE '1900-01-01'), model_id)) AS model_id
    FROM accepted_participation
    GROUP BY household_id
),
last_events AS (
    SELECT household_key, referral_stage, model_id
    FROM $out.household
    LEFT JOIN latest_stage USING (household_id)
    LEFT JOIN latest_model USING (household_id)
),
final AS (
    SELECT levelled.*, area_path.* EXCLUDE ($home), last_events.* EXCLUDE (household_key)
    FROM levelled
    JOIN area_path USING ($home)
    JOIN last_events USING (household_key)
)
SELECT * FROM final
ORDER BY survey_round, $home, household_key;
