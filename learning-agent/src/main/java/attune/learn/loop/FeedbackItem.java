package attune.learn.loop;

import attune.api.Change;
import attune.api.Feedback;
import attune.api.MeasurementRequest;

/** One piece of feedback: a person's opinion, what became of a change, or what was measured after it. */
public sealed interface FeedbackItem {
    /** What kind of feedback it is. */
    enum Type {
        VOTE,
        CHANGE,
        MEASUREMENT
    }

    Type type();

    /** What it is about: "change-12", or the engine where no learned change was audible. */
    String entity();

    /** What it says, in a word: an item is news where this differs from what was last said in its {@link #place}. */
    String news();

    /** Where it was said: each vote for itself, all states of one change together. */
    String place();

    /** An opinion. */
    record Vote(Feedback feedback) implements FeedbackItem {
        @Override
        public Type type() {
            return Type.VOTE;
        }

        @Override
        public String entity() {
            Long change = feedback.changeId();
            return change == null ? feedback.engineId() : "change-" + change;
        }

        @Override
        public String news() {
            return feedback.vote();
        }

        @Override
        public String place() {
            return "vote-" + feedback.number() + "-" + feedback.id();
        }
    }

    /** An entry of the timeline, new or with another status. */
    record Entry(Change change) implements FeedbackItem {
        @Override
        public Type type() {
            return Type.CHANGE;
        }

        @Override
        public String entity() {
            return "change-" + change.id();
        }

        @Override
        public String news() {
            return change.status() + " " + change.verdict();
        }

        @Override
        public String place() {
            return entity();
        }
    }

    /** What the watcher found on the sound after a change. */
    record Measurement(long change, MeasurementRequest found) implements FeedbackItem {
        @Override
        public Type type() {
            return Type.MEASUREMENT;
        }

        @Override
        public String entity() {
            return "change-" + change;
        }

        @Override
        public String news() {
            return found.verdict() + " " + found.measured();
        }

        @Override
        public String place() {
            return "measurement-" + change;
        }
    }
}
