-- Events with the household's number and its newest place, so that questions about them need no join.
CREATE TEMP TABLE newest_place AS
WITH final AS (
    SELECT household_key, household_id, unnest(arg_max({$place_struct}, survey_round))
    FROM $out.household_profile
    JOIN $out.household USING (household_key)
    GROUP BY household_key, household_id
)
SELECT * FROM final;

CREATE TABLE $out.referrals AS
WITH final AS (
    SELECT household_key, accepted_referrals.* EXCLUDE (household_id)
    FROM accepted_referrals
    JOIN $out.household USING (household_id)
)
SELECT * FROM final ORDER BY household_key, referral_id, event_date;

-- One row per referral: the first date of each stage, and how far it came.
CREATE TABLE $out.referral_profile AS
WITH firsts AS (
    SELECT
        household_id,
        referral_id,
        arg_max(need, (event_date, stage_rank)) AS need,
        arg_max(agency, (event_date, stage_rank)) AS agency,
        arg_max(agency_level, (event_date, stage_rank)) AS agency_level,
        min(event_date) AS entered_on,
        max(stage_rank) FILTER (stage_rank > 0)::TINYINT AS furthest_stage,
        $stage_dates,
        arg_min(stage, (event_date, stage)) FILTER (stage_rank = 0) AS exit_stage,
        -- Of the same exit, also where it gives none: plain arg_min would take the reason of a later one.
        arg_min_null(reason, (event_date, stage)) FILTER (stage_rank = 0) AS exit_reason,
        min(event_date) FILTER (stage_rank = 0) AS exited_on,
        sum(amount_baht) AS amount_baht
    FROM accepted_referrals
    JOIN stage_rank USING (stage)
    GROUP BY household_id, referral_id
),
final AS (
    SELECT newest_place.* EXCLUDE (household_id), firsts.* EXCLUDE (household_id)
    FROM firsts
    JOIN newest_place USING (household_id)
)
SELECT * FROM final ORDER BY $home, household_key, referral_id;

CREATE TABLE $out.assistance_profile AS
WITH final AS (
    SELECT newest_place.* EXCLUDE (household_id), accepted_assistance.* EXCLUDE (household_id)
    FROM accepted_assistance
    JOIN newest_place USING (household_id)
)
SELECT * FROM final ORDER BY $home, household_key, date;

CREATE TABLE $out.participation_profile AS
WITH final AS (
    SELECT newest_place.* EXCLUDE (household_id), accepted_participation.* EXCLUDE (household_id)
    FROM accepted_participation
    JOIN newest_place USING (household_id)
)
SELECT * FROM final ORDER BY $home, model_id, household_key;

DROP TABLE newest_place;
