"""Triggers: what a CHECK cannot say about the map, its tallies and its history."""

from django.db import migrations

# Codes of these errors are ours (class DS) so that a test can tell them from others.
ENDS = """
CREATE FUNCTION debates_contribution_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hangs_on bigint;
    at_end record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.kind <> OLD.kind THEN
            RAISE EXCEPTION 'the kind of a contribution never changes' USING ERRCODE = 'DS001';
        END IF;
        IF NEW.controversy_id <> OLD.controversy_id
           AND coalesce(current_setting('dissoi.moves_branch', true), '') <> 'on' THEN
            RAISE EXCEPTION 'a contribution stays in its controversy' USING ERRCODE = 'DS002';
        END IF;
        IF NEW.layer_id IS DISTINCT FROM OLD.layer_id AND NEW.layer_id IS NOT NULL THEN
            RAISE EXCEPTION 'a layer only ever changes to the class layer' USING ERRCODE = 'DS003';
        END IF;
    END IF;
    IF NEW.layer_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM debates_layer WHERE id = NEW.layer_id AND controversy_id = NEW.controversy_id) THEN
        RAISE EXCEPTION 'the layer is of another controversy' USING ERRCODE = 'DS004';
    END IF;
    -- Each end: it exists in this controversy, is of the right kind, and lies in the class layer or in this one.
    FOREACH hangs_on IN ARRAY array_remove(ARRAY[
        NEW.child_id, NEW.parent_id, NEW.claim_id, NEW.merged_into_id, NEW.target_id, NEW.reply_to_id], NULL)
    LOOP
        SELECT kind, controversy_id, layer_id, target_id INTO at_end
        FROM debates_contribution WHERE id = hangs_on;
        IF NOT FOUND THEN
            CONTINUE;  -- the foreign key says it better
        END IF;
        IF at_end.controversy_id <> NEW.controversy_id THEN
            RAISE EXCEPTION 'both ends must be of one controversy' USING ERRCODE = 'DS005';
        END IF;
        IF at_end.layer_id IS NOT NULL AND at_end.layer_id IS DISTINCT FROM NEW.layer_id THEN
            RAISE EXCEPTION 'an end lies in the layer of another group' USING ERRCODE = 'DS006';
        END IF;
        IF hangs_on IN (NEW.child_id, NEW.claim_id, NEW.merged_into_id) AND at_end.kind <> 'claim' THEN
            RAISE EXCEPTION 'this end must be a claim' USING ERRCODE = 'DS007';
        END IF;
        IF hangs_on = NEW.parent_id AND at_end.kind = 'comment' THEN
            RAISE EXCEPTION 'nothing is argued about a comment' USING ERRCODE = 'DS007';
        END IF;
        IF hangs_on = NEW.target_id AND at_end.kind = 'comment' THEN
            RAISE EXCEPTION 'a comment answers a comment by reply_to' USING ERRCODE = 'DS007';
        END IF;
        IF hangs_on = NEW.reply_to_id AND (at_end.kind <> 'comment' OR at_end.target_id <> NEW.target_id) THEN
            RAISE EXCEPTION 'an answer stands under the same thing as its comment' USING ERRCODE = 'DS008';
        END IF;
    END LOOP;
    IF NEW.kind = 'claim' THEN
        IF TG_OP = 'UPDATE' AND NEW.merged_into_id IS NOT DISTINCT FROM OLD.merged_into_id THEN
            -- Only the trigger below, which follows a merge down its chain, writes it otherwise.
            IF pg_trigger_depth() = 1 THEN
                NEW.canonical_id := OLD.canonical_id;
            END IF;
        ELSIF NEW.merged_into_id IS NULL THEN
            NEW.canonical_id := NEW.id;
        ELSE
            SELECT canonical_id INTO NEW.canonical_id FROM debates_contribution WHERE id = NEW.merged_into_id;
            IF NEW.canonical_id = NEW.id THEN
                RAISE EXCEPTION 'a claim cannot be merged into itself by way of others' USING ERRCODE = 'DS009';
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER contribution_ends BEFORE INSERT OR UPDATE OF kind, controversy_id, layer_id, child_id, parent_id,
    claim_id, merged_into_id, canonical_id, target_id, reply_to_id
ON debates_contribution FOR EACH ROW EXECUTE FUNCTION debates_contribution_before();

CREATE FUNCTION debates_premise_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    relation record;
    claim record;
BEGIN
    SELECT kind, controversy_id, layer_id INTO relation FROM debates_contribution WHERE id = NEW.relation_id;
    SELECT kind, controversy_id, layer_id INTO claim FROM debates_contribution WHERE id = NEW.claim_id;
    IF relation.kind <> 'relation' OR claim.kind <> 'claim' THEN
        RAISE EXCEPTION 'a premise is a claim that a relation needs' USING ERRCODE = 'DS007';
    END IF;
    IF relation.controversy_id <> claim.controversy_id THEN
        RAISE EXCEPTION 'both ends must be of one controversy' USING ERRCODE = 'DS005';
    END IF;
    IF claim.layer_id IS NOT NULL AND claim.layer_id IS DISTINCT FROM relation.layer_id THEN
        RAISE EXCEPTION 'an end lies in the layer of another group' USING ERRCODE = 'DS006';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER premise_ends BEFORE INSERT OR UPDATE ON debates_premise
FOR EACH ROW EXECUTE FUNCTION debates_premise_before();

CREATE FUNCTION debates_seat_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.layer_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM debates_layer WHERE id = NEW.layer_id AND controversy_id = NEW.controversy_id) THEN
        RAISE EXCEPTION 'the layer is of another controversy' USING ERRCODE = 'DS004';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER seat_layer BEFORE INSERT OR UPDATE ON debates_seat
FOR EACH ROW EXECUTE FUNCTION debates_seat_before();
"""

NO_CYCLE = """
-- Whether a relation is an edge: live, and its two ends are not one canonical claim.
CREATE FUNCTION debates_is_step(state text, child bigint, parent bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT state IN ('pending', 'published', 'hidden')
       AND (SELECT canonical_id FROM debates_contribution WHERE id = child)
           IS DISTINCT FROM (SELECT canonical_id FROM debates_contribution WHERE id = parent)
$$;

-- Whether walking on from a node (canonical claim, relation or evidence) meets one of the targets, after a step at
-- least. Steps: child or premise to relation, relation to parent, evidence to its claim; relations that are not live
-- give none, nor does one whose two ends are one canonical claim. Layers are ignored: the host reads all as one map.
-- One plan for the whole session: planning anew at every step costs fifty times the step. It may be made while the
-- table is empty, so each part asks one table by one index, and the rest by primary key.
CREATE FUNCTION debates_meets(start bigint, targets bigint[]) RETURNS boolean LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    frontier bigint[] := ARRAY[start];
    members bigint[];
    seen bigint[] := ARRAY[]::bigint[];
BEGIN
    LOOP
        members := ARRAY(SELECT id FROM debates_contribution WHERE canonical_id = ANY(frontier));
        frontier := ARRAY(
            SELECT DISTINCT step.node
            FROM (
                SELECT r.id AS node FROM debates_contribution r
                WHERE r.child_id = ANY(members) AND debates_is_step(r.state, r.child_id, r.parent_id)
                UNION ALL
                SELECT q.relation_id FROM debates_premise q
                WHERE q.claim_id = ANY(members)
                  AND (SELECT debates_is_step(r.state, r.child_id, r.parent_id)
                       FROM debates_contribution r WHERE r.id = q.relation_id)
                UNION ALL
                SELECT (SELECT coalesce(p.canonical_id, p.id) FROM debates_contribution p WHERE p.id = r.parent_id)
                FROM debates_contribution r
                WHERE r.id = ANY(frontier) AND r.kind = 'relation'
                  AND debates_is_step(r.state, r.child_id, r.parent_id)
                UNION ALL
                SELECT (SELECT c.canonical_id FROM debates_contribution c WHERE c.id = e.claim_id)
                FROM debates_contribution e
                WHERE e.id = ANY(frontier) AND e.kind = 'evidence'
            ) AS step
            WHERE step.node <> ALL(seen)
        );
        IF frontier = '{}' THEN
            RETURN false;
        END IF;
        IF frontier && targets THEN
            RETURN true;
        END IF;
        seen := seen || frontier;
    END LOOP;
END $$;
"""

NO_CYCLE_TRIGGERS = """
CREATE FUNCTION debates_refuse_cycle(node bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Bulk services (import, copy) check once, over all that they bring.
    IF coalesce(current_setting('dissoi.bulk', true), '') = 'on' THEN
        RETURN;
    END IF;
    IF debates_meets(node, ARRAY[node]) THEN
        RAISE EXCEPTION 'a claim cannot end up supporting or opposing itself' USING ERRCODE = 'DS010';
    END IF;
END $$;

CREATE FUNCTION debates_contribution_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'claim' THEN
        IF TG_OP = 'UPDATE' AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id THEN
            -- All that was merged into this claim, however long the chain, follows it.
            WITH RECURSIVE behind(id) AS (
                SELECT id FROM debates_contribution WHERE merged_into_id = NEW.id
                UNION
                SELECT c.id FROM debates_contribution c JOIN behind b ON c.merged_into_id = b.id
            )
            UPDATE debates_contribution SET canonical_id = NEW.canonical_id
            WHERE id IN (SELECT id FROM behind) AND canonical_id <> NEW.canonical_id;
            PERFORM debates_refuse_cycle(NEW.canonical_id);
            PERFORM debates_refuse_cycle(OLD.canonical_id);
        END IF;
        RETURN NULL;
    END IF;
    PERFORM debates_refuse_cycle(NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER contribution_no_cycle_insert AFTER INSERT ON debates_contribution FOR EACH ROW
WHEN (NEW.kind = 'relation') EXECUTE FUNCTION debates_contribution_no_cycle();

CREATE TRIGGER contribution_no_cycle_update AFTER UPDATE OF child_id, parent_id, claim_id, state, merged_into_id
ON debates_contribution FOR EACH ROW
WHEN (NEW.kind <> 'comment' AND (NEW.child_id, NEW.parent_id, NEW.claim_id, NEW.state, NEW.merged_into_id)
      IS DISTINCT FROM (OLD.child_id, OLD.parent_id, OLD.claim_id, OLD.state, OLD.merged_into_id))
EXECUTE FUNCTION debates_contribution_no_cycle();

CREATE FUNCTION debates_premise_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM debates_refuse_cycle(NEW.relation_id);
    RETURN NULL;
END $$;

CREATE TRIGGER premise_no_cycle AFTER INSERT OR UPDATE ON debates_premise
FOR EACH ROW EXECUTE FUNCTION debates_premise_no_cycle();
"""

TALLIES = """
CREATE FUNCTION debates_rating_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.target_id, NEW.rater_id) IS DISTINCT FROM (OLD.target_id, OLD.rater_id) THEN
        RAISE EXCEPTION 'a rating stays with its person and its thing' USING ERRCODE = 'DS011';
    END IF;
    IF EXISTS (SELECT 1 FROM debates_contribution WHERE id = NEW.target_id AND kind = 'comment') THEN
        RAISE EXCEPTION 'a comment is not rated' USING ERRCODE = 'DS007';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER rating_target BEFORE INSERT OR UPDATE ON debates_rating
FOR EACH ROW EXECUTE FUNCTION debates_rating_before();

CREATE FUNCTION debates_rating_tally() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    more integer := 0;
    sum_more integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.counted THEN
        more := more - 1;
        sum_more := sum_more - OLD.value;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.counted THEN
        more := more + 1;
        sum_more := sum_more + NEW.value;
    END IF;
    IF more <> 0 OR sum_more <> 0 THEN
        UPDATE debates_contribution
        SET rating_count = rating_count + more, rating_sum = rating_sum + sum_more
        WHERE id = coalesce(NEW.target_id, OLD.target_id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER rating_tally AFTER INSERT OR UPDATE OR DELETE ON debates_rating
FOR EACH ROW EXECUTE FUNCTION debates_rating_tally();
"""

HISTORY = """
CREATE FUNCTION debates_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'history is never deleted' USING ERRCODE = 'DS012';
    END IF;
    IF coalesce(current_setting('dissoi.erases', true), '') = 'on' THEN
        OLD.before := NEW.before;
        OLD.after := NEW.after;
        OLD.reason := NEW.reason;
        OLD.actor_id := NEW.actor_id;
    END IF;
    OLD.hide_text := NEW.hide_text;
    OLD.hide_reason := NEW.hide_reason;
    OLD.hide_actor := NEW.hide_actor;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a line of history never changes' USING ERRCODE = 'DS012';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON debates_entry
FOR EACH ROW EXECUTE FUNCTION debates_entry_stays();

CREATE FUNCTION debates_seq_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq < OLD.seq THEN
        RAISE EXCEPTION 'the number of a controversy only grows' USING ERRCODE = 'DS013';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER controversy_seq_grows BEFORE UPDATE OF seq ON debates_controversy
FOR EACH ROW EXECUTE FUNCTION debates_seq_grows();
"""

UNDO = """
DROP TRIGGER controversy_seq_grows ON debates_controversy;
DROP TRIGGER entry_stays ON debates_entry;
DROP TRIGGER rating_tally ON debates_rating;
DROP TRIGGER rating_target ON debates_rating;
DROP TRIGGER premise_no_cycle ON debates_premise;
DROP TRIGGER contribution_no_cycle_update ON debates_contribution;
DROP TRIGGER contribution_no_cycle_insert ON debates_contribution;
DROP TRIGGER seat_layer ON debates_seat;
DROP TRIGGER premise_ends ON debates_premise;
DROP TRIGGER contribution_ends ON debates_contribution;
DROP FUNCTION debates_seq_grows(), debates_entry_stays(), debates_rating_tally(), debates_rating_before(),
    debates_premise_no_cycle(), debates_contribution_no_cycle(), debates_seat_before(), debates_premise_before(),
    debates_contribution_before();
DROP FUNCTION debates_refuse_cycle(bigint), debates_meets(bigint, bigint[]),
    debates_is_step(text, bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("debates", "0001_first_tables")]

    operations = [migrations.RunSQL(ENDS + NO_CYCLE + NO_CYCLE_TRIGGERS + TALLIES + HISTORY, UNDO)]
