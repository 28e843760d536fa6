-- The wide table: one row per household and round. Weights are whole numbers of a capital's (or the index's) units.
CREATE TABLE $out.household_profile AS
WITH scored AS (
    SELECT
        household.household_key,
        accepted_households.* EXCLUDE (household_id, survey_year, weight, size),
        coalesce(accepted_households.weight, 1) AS weight,
        accepted_households.size::INTEGER AS size,
        $survey_year AS survey_year
        $score_columns
        $capital_columns
        $deprivation_columns
    FROM accepted_households
    JOIN $out.household AS household USING (household_id)
    $capital_join
    $problem_join
),
overalled AS (
    SELECT *, $overall AS overall, $deprivation_units AS deprivation_units, $problems_answered AS problems_answered
    FROM scored
),
levelled AS (
    SELECT *,
        CASE $level_cases END::TINYINT AS level,
        verification IN ('verified_poor', 'newly_found') AND overall IS NOT NULL AS ranked
    FROM overalled
),
fifths AS (
    SELECT *, $fifth AS quintile
    FROM levelled
    WINDOW place AS (PARTITION BY survey_round, $home, ranked ORDER BY overall)
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
    SELECT fifths.* EXCLUDE (ranked), area_path.* EXCLUDE ($home), last_events.* EXCLUDE (household_key)
    FROM fifths
    JOIN area_path USING ($home)
    JOIN last_events USING (household_key)
)
SELECT * FROM final
ORDER BY survey_round, $home, household_key;
