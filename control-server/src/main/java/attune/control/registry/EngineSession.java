package attune.control.registry;

import attune.api.EngineInfo;
import attune.api.EngineLevel;
import attune.api.HealthReport;
import attune.api.HealthSample;
import attune.api.Heard;
import attune.api.LearningMode;
import attune.api.LiveFrame;
import attune.api.ParameterState;
import attune.api.TelemetryPoint;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.CapturedInput;
import attune.bridge.telemetry.MetricFrame;
import attune.control.guard.OnAirLock;
import attune.control.guard.ParamSets;
import attune.control.problem.ProblemException;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One plugin instance over all engines that it has had: what it is set to, what it plays, what was audible when. Its
 * monitor is held for memory only; {@link #changes()} is the lock that whoever changes its sound holds over disk and
 * mailbox.
 */
public final class EngineSession {
    /** Captured audio of one engine is at most this long. */
    public static final double CAPTURE_SECONDS = 30;

    /** A playing engine shows within this what was set from here. */
    private static final long SHOWN_WITHIN_NS = 1_000_000_000;

    /** The learner says nothing while it auditions; what it heard longer ago than this is not what is heard now. */
    private static final long HEARD_LASTS_NS = 30_000_000_000L;

    /** What was posted and not taken yet. */
    private record Posted(
            long generation,
            int kind,
            int slot,
            @Nullable Long changeId,
            @Nullable ParamSnapshot before,
            ParamSnapshot after) {}

    /** Value of a macro that was set here, and when ({@link System#nanoTime}). */
    private record Asked(double value, long atNs) {
        /** A frame of before may happen to hold the same value: what the engine showed then, it does not keep. */
        boolean isShownBy(MetricFrame frame, MacroTable macro) {
            return frame.timeNs - atNs > 0 && frame.macros[macro.index()] == value;
        }
    }

    /** What the learner hears, and when it said so ({@link System#nanoTime}). */
    private record HeardNow(Heard heard, long atNs) {}

    private final String id;
    private final long since;
    private final ReentrantLock changes = new ReentrantLock(true);
    private final OnAirLock onAirLock = new OnAirLock();
    private final AudibleHistory audible = new AudibleHistory();
    private final GainHistory gains = new GainHistory();
    private final SecondSums second = new SecondSums();
    private final BlockWindow blocks = new BlockWindow();
    private final @Nullable ParamSnapshot[] wanted = new @Nullable ParamSnapshot[4];

    /** Macros that were set here, until the engine shows them. */
    private final Map<MacroTable, Asked> asked = new EnumMap<>(MacroTable.class);

    private Announcement announcement;
    private @Nullable EngineAccess access;
    private MetricFrame newest = new MetricFrame();
    private MetricFrame scratch = new MetricFrame();
    private boolean seen;
    private boolean anew;
    private boolean settling;
    private long generation;
    private long postedHere;
    private long toldNews;
    private double latencyFrames;
    private @Nullable Posted posted;
    private volatile boolean frozen;
    private volatile String name = "";
    private volatile int number;
    private volatile boolean isOneOfSeveral;
    private long levelToldOf = -1;
    private volatile boolean onAir;
    private volatile @Nullable String captureWhy;
    private volatile @Nullable HeardNow heardNow;

    EngineSession(Announcement announcement, long lastGeneration, long now) {
        this.id = announcement.instanceId();
        this.announcement = announcement;
        this.number = Math.max(1, announcement.instance());
        this.generation = lastGeneration;
        this.since = now;
    }

    /** Name of the plugin instance: {@link Announcement#instanceId()}. */
    public String id() {
        return id;
    }

    /** Held while the sound of this instance is changed, over disk and mailbox; never by the poll. */
    public ReentrantLock changes() {
        return changes;
    }

    /** Guarded by {@link #changes()}. */
    public OnAirLock onAirLock() {
        return onAirLock;
    }

    /** What a person calls it; "" where it has its host's name. */
    public void setName(String name) {
        this.name = name;
    }

    public boolean isFrozen() {
        return frozen;
    }

    public boolean isOnAir() {
        return onAir;
    }

    /** Whether the host renders offline now: what is heard then is not what people hear. */
    public synchronized boolean isRendering() {
        return seen && newest.rendering != 0;
    }

    public void setFrozen(boolean frozen) {
        this.frozen = frozen;
    }

    public void setOnAir(boolean onAir) {
        this.onAir = onAir;
    }

    void setCaptureWhy(@Nullable String why) {
        captureWhy = why;
    }

    synchronized void link(EngineAccess engine) {
        unlink();
        announcement = engine.announcement();
        access = engine;
        latencyFrames = engine.latencyFrames();
        audible.restart(playedHere());
        anew = true;
        Posted untaken = posted;
        postedHere = untaken == null ? 0 : untaken.generation();
        if (untaken != null) {
            // The engine before died with it in its mailbox, and somebody was told that it is in force.
            engine.post(untaken.generation(), untaken.kind(), untaken.slot(), untaken.after());
        }
    }

    synchronized void unlink() {
        if (access != null) {
            access.close();
            access = null;
        }
    }

    synchronized boolean isLinkedTo(Announcement engine) {
        return access != null
                && announcement.pid() == engine.pid()
                && announcement.startTicks() == engine.startTicks()
                && announcement.fd() == engine.fd()
                && announcement.epoch() == engine.epoch();
    }

    /** Forgets which changes were audible when, and what was heard. */
    synchronized void forget() {
        audible.forget();
        heardNow = null;
    }

    public synchronized boolean isConnected() {
        return access != null;
    }

    /** Whether its settings are known. */
    public synchronized boolean hasPlayed() {
        return wanted[newest.slot] != null;
    }

    synchronized long captureBytes() {
        return (long) (CAPTURE_SECONDS * announcement.sampleRateHz() * announcement.channels() * Float.BYTES);
    }

    synchronized void wantCapture(boolean want) {
        if (access != null) {
            access.wantCapture(want);
        }
    }

    /** Reads all new frames. The poll thread. */
    void poll(SessionListener listener) {
        while (true) {
            Findings findings;
            synchronized (this) {
                if (access == null || !access.next(scratch)) {
                    return;
                }
                MetricFrame before = newest;
                newest = scratch;
                scratch = before;
                findings = take(newest, before);
            }
            findings.tell(this, listener);
        }
    }

    /** What one frame brought; told outside the monitor. */
    private static final class Findings {
        boolean engineChanged;
        boolean parametersChanged;

        @Nullable
        ParamSnapshot adoptedBefore;

        @Nullable
        ParamSnapshot adoptedAfter;

        long firstLike;
        long likes;
        long firstDislike;
        long dislikes;
        boolean panelRequested;
        String votePrefix = "";
        long frame;

        void tell(EngineSession session, SessionListener listener) {
            if (adoptedBefore != null && adoptedAfter != null) {
                listener.adopted(session, adoptedBefore, adoptedAfter);
            }
            for (long vote = firstLike; vote < firstLike + likes; vote++) {
                listener.voted(session, "up", votePrefix + "like-" + (vote + 1), frame);
            }
            for (long vote = firstDislike; vote < firstDislike + dislikes; vote++) {
                listener.voted(session, "down", votePrefix + "dislike-" + (vote + 1), frame);
            }
            if (panelRequested) {
                listener.panelRequested(session);
            }
            if (parametersChanged) {
                listener.parametersChanged(session);
            }
            if (engineChanged) {
                listener.engineChanged(session);
            }
        }
    }

    private Findings take(MetricFrame frame, MetricFrame last) {
        Findings findings = new Findings();
        boolean first = anew;
        anew = false;
        if (first) {
            // More than the timeline knows, where that was erased or is an older one.
            generation = Math.max(generation, frame.mailboxGeneration);
        }
        gains.add(frame);
        second.add(frame);
        blocks.add(frame, System.currentTimeMillis());
        asked.entrySet().removeIf(entry -> entry.getValue().isShownBy(frame, entry.getKey()));
        findings.frame = frame.processedFrames;
        if (!first) {
            takeButtons(frame, last, findings);
        }
        takePosted(frame);
        boolean slotChanged = !first && frame.slot != last.slot;
        takeSet(frame, first || slotChanged, findings);
        if (slotChanged || (!first && frame.bypass != last.bypass)) {
            markAudible(frame);
        }
        if (slotChanged) {
            generation++;
        }
        findings.parametersChanged |= first || slotChanged || !Arrays.equals(frame.params, last.params);
        findings.engineChanged |= !seen || first || slotChanged || !Arrays.equals(frame.macros, last.macros);
        seen = true;
        return findings;
    }

    private void takeButtons(MetricFrame frame, MetricFrame last, Findings findings) {
        findings.votePrefix = "host-" + announcement.pid() + "-" + announcement.startTicks() + "-" + id + "-";
        findings.firstLike = last.likes;
        findings.likes = Math.max(0, frame.likes - last.likes);
        findings.firstDislike = last.dislikes;
        findings.dislikes = Math.max(0, frame.dislikes - last.dislikes);
        findings.panelRequested = frame.panelRequests > last.panelRequests;
    }

    private void takePosted(MetricFrame frame) {
        Posted waiting = posted;
        if (waiting != null && frame.mailboxGeneration >= waiting.generation()) {
            posted = null;
            audible.add(new AudibleHistory.Heard(
                    frame.processedFrames, waiting.changeId(), waiting.before(), waiting.after()));
        }
    }

    /** Holds what plays against what is known; what plays wins once nothing is on its way any more. */
    private void takeSet(MetricFrame frame, boolean quietly, Findings findings) {
        boolean onItsWay = frame.moving != 0 || frame.mailboxGeneration < postedHere;
        if (onItsWay) {
            return;
        }
        ParamSnapshot playing = new ParamSnapshot();
        for (int i = 0; i < frame.params.length; i++) {
            playing.set(i, frame.params[i]);
        }
        ParamSnapshot known = wanted[frame.slot];
        boolean limitedByEngine = settling;
        settling = false;
        if (known != null && known.sameAs(playing)) {
            return;
        }
        wanted[frame.slot] = playing;
        if (known != null) {
            generation++;
            findings.engineChanged = true;
        }
        if (known != null && !quietly && !limitedByEngine) {
            findings.adoptedBefore = known;
            findings.adoptedAfter = playing;
        }
        markAudible(frame);
    }

    private void markAudible(MetricFrame frame) {
        ParamSnapshot plays = wanted[frame.slot];
        if (plays == null) {
            return;
        }
        AudibleHistory.Heard last = audible.last();
        boolean goesOn = last != null && last.after().sameAs(plays) && frame.bypass == 0;
        if (last != null && goesOn) {
            audible.add(new AudibleHistory.Heard(frame.processedFrames, last.changeId(), last.before(), plays));
        } else {
            audible.add(new AudibleHistory.Heard(frame.processedFrames, null, null, plays));
        }
    }

    /**
     * Leaves a set for the engine. Under {@link #changes()}.
     *
     * @param audibleChange learned change from which the sound stems then; null where none does
     * @param beforeChange set before that change
     * @throws ProblemException 409 where the engine is gone
     */
    public synchronized void post(
            long newGeneration,
            int kind,
            int slot,
            ParamSnapshot params,
            @Nullable Long audibleChange,
            @Nullable ParamSnapshot beforeChange) {
        connected().post(newGeneration, kind, slot, params);
        generation = newGeneration;
        wanted[slot] = new ParamSnapshot(params);
        postedHere = newGeneration;
        settling = true;
        if (slot == newest.slot) {
            posted = new Posted(newGeneration, kind, slot, audibleChange, beforeChange, new ParamSnapshot(params));
        }
    }

    /** Frames that the engine of now has played as far as is known; each engine counts from 0. */
    private long playedHere() {
        return anew ? 0 : newest.processedFrames;
    }

    /** Refuses what can't reach an engine. @throws ProblemException 409 when the instance is gone */
    public synchronized void requireConnected() {
        connected();
    }

    /**
     * Refuses what no engine of this instance will ever do. While the host lives, an engine that died is started anew and
     * takes over what was said meanwhile.
     *
     * @throws ProblemException 409 when the host is gone too
     */
    public synchronized void requireHost() {
        if (!hasHost()) {
            connected();
        }
    }

    /** Whether an engine of this instance plays, or may come back because its host lives. */
    public synchronized boolean hasHost() {
        return access != null || ProcessHandle.of(announcement.hostPid()).isPresent();
    }

    private EngineAccess connected() {
        if (access == null) {
            throw ProblemException.conflict(
                    "gone", "The plugin instance \"" + id + "\" is gone; nothing of it can be changed now.");
        }
        return access;
    }

    /** Number of the next set to be posted. Under {@link #changes()}. */
    public synchronized long nextGeneration() {
        return generation + 1;
    }

    public synchronized long generation() {
        return generation;
    }

    public synchronized int slot() {
        return newest.slot;
    }

    /** Set towards which the playing slot moves or at which it is. @throws ProblemException 409 before the first sound */
    public synchronized ParamSnapshot wanted() {
        connected();
        return new ParamSnapshot(known(newest.slot));
    }

    /** Set of any slot; the playing one's where that slot was never heard. */
    public synchronized ParamSnapshot wanted(int slot) {
        ParamSnapshot params = wanted[slot];
        return params == null ? wanted() : new ParamSnapshot(params);
    }

    /**
     * What noise reduction tracks now, as a profile that could be kept: dB of full scale in each half octave from 40 Hz.
     *
     * @throws ProblemException 409 where no noise is known
     */
    public synchronized double[] noiseProfileDb() {
        connected();
        known(newest.slot);
        if (Arrays.stream(newest.noiseProfileDb).allMatch(level -> level <= ParamTable.NO_NOISE_DB)) {
            throw ProblemException.conflict(
                    "no-noise",
                    "No noise is known yet: noise reduction has to work (more than 0 dB, not bypassed) and to hear a"
                            + " second of the room.");
        }
        return newest.noiseProfileDb.clone();
    }

    private ParamSnapshot known(int slot) {
        ParamSnapshot params = wanted[slot];
        if (params == null) {
            throw ProblemException.conflict(
                    "silent",
                    "The plugin instance \"" + id + "\" has not played yet; its settings are known from its"
                            + " first sound.");
        }
        return params;
    }

    /**
     * Puts macros over the host's.
     *
     * @return the instance with these values in force, whatever the engine shows by then
     * @throws ProblemException 409 where the engine is gone
     */
    public synchronized EngineInfo setMacros(Map<MacroTable, Double> values) {
        EngineAccess engine = connected();
        values.forEach(engine::setMacro);
        long nowNs = System.nanoTime();
        values.forEach((macro, value) -> asked.put(macro, new Asked(value, nowNs)));
        return info(nowNs);
    }

    /** A macro in force; one that was just set here is, though the engine shows it a frame later. */
    public double macro(MacroTable macro) {
        return macro(macro, System.nanoTime());
    }

    private synchronized double macro(MacroTable macro, long nowNs) {
        Asked here = asked.get(macro);
        if (here != null && nowNs - here.atNs() < SHOWN_WITHIN_NS) {
            return here.value();
        }
        return seen ? newest.macros[macro.index()] : macro.spec().defaultValue();
    }

    public LearningMode mode() {
        return mode(System.nanoTime());
    }

    private LearningMode mode(long nowNs) {
        return LearningMode.values()[(int) MacroTable.LEARN.spec().clamp(macro(MacroTable.LEARN, nowNs))];
    }

    /**
     * Refuses a position that was never played, by the engine of now or one before it: who votes may not have heard of the
     * restart yet.
     *
     * @throws ProblemException 422 naming it and the newest
     */
    public synchronized void requirePlayed(long frame) {
        long played = audible.played(playedHere());
        if (frame < 0 || frame > played) {
            throw ProblemException.invalid(
                    "frame",
                    Long.toString(frame),
                    "0 to " + played,
                    "Frame " + frame + " was never heard; \"" + id + "\" has played frames 0 to " + played + ".");
        }
    }

    /** What was audible at a position, or is now. A position past what the engine of now has played is of one before it. */
    public synchronized Audible audibleAt(@Nullable Long frame) {
        AudibleHistory.Heard heard = frame == null ? audible.last() : audible.at(frame, playedHere());
        ParamSnapshot plays = heard == null ? known(newest.slot) : heard.after();
        return new Audible(
                heard == null ? null : heard.changeId(),
                heard == null ? null : heard.before(),
                new ParamSnapshot(plays));
    }

    /**
     * What a vote is about.
     *
     * @param changeId learned change from which the sound stemmed; null where none did
     * @param before set before that change
     * @param after set that played
     */
    public record Audible(@Nullable Long changeId, @Nullable ParamSnapshot before, ParamSnapshot after) {}

    /** Newest captured audio. @throws ProblemException 409 where there is none, naming why */
    public CapturedInput captured(double seconds) {
        EngineAccess engine;
        synchronized (this) {
            engine = connected();
        }
        String why = captureWhy;
        if (why != null) {
            throw ProblemException.conflict("no-capture", "There is no captured audio: " + why + ".");
        }
        try {
            return engine.captured(seconds);
        } catch (IOException e) {
            throw ProblemException.conflict("no-capture", "There is no captured audio: " + e.getMessage() + ".");
        }
    }

    /** Which of the instances of its host it is that are here, 1 for the first. */
    int number() {
        return number;
    }

    void setNumber(int number) {
        this.number = number;
    }

    /** From now on its number is told, since its host's name alone says not which it is. Answers whether that is new. */
    boolean isFirstToldApart() {
        boolean first = !isOneOfSeveral;
        isOneOfSeveral = true;
        return first;
    }

    private String label(String host) {
        return !name.isEmpty() ? name : isOneOfSeveral ? host + " " + number : host;
    }

    /** What a person calls it; its {@link #id} where nobody gave it a name. */
    public String nameOrId() {
        return name.isEmpty() ? id : name;
    }

    /** Program that hosts the plugin. */
    public synchronized String hostName() {
        return announcement.hostName();
    }

    public synchronized double sampleRateHz() {
        return announcement.sampleRateHz();
    }

    public synchronized int channels() {
        return announcement.channels();
    }

    public synchronized ParameterState parameters() {
        ParamSnapshot goal = wanted();
        ParamSnapshot now = new ParamSnapshot();
        for (int i = 0; i < newest.params.length; i++) {
            now.set(i, newest.params[i]);
        }
        return new ParameterState(generation, newest.slot, ParamSets.toMap(now), ParamSets.toMap(goal));
    }

    public EngineInfo info() {
        return info(System.nanoTime());
    }

    private synchronized EngineInfo info(long nowNs) {
        Map<String, Double> macros = new LinkedHashMap<>();
        for (MacroTable macro : MacroTable.all()) {
            macros.put(macro.id(), macro(macro, nowNs));
        }
        boolean captures = access != null && seen && newest.captureFirstFrame >= 0 && captureWhy == null;
        double captured =
                captures ? (newest.processedFrames - newest.captureFirstFrame) / announcement.sampleRateHz() : 0;
        return new EngineInfo(
                id,
                announcement.hostName(),
                label(announcement.hostName()),
                access != null,
                announcement.sampleRateHz(),
                announcement.channels(),
                mode(nowNs),
                frozen,
                onAir,
                generation,
                newest.slot,
                macros,
                Math.max(0, captured),
                captureWhy,
                1000 * latencyFrames / announcement.sampleRateHz(),
                newest.lateBlocks,
                newest.restarts,
                access != null && seen && newest.lacksRealTime(),
                since);
    }

    /** Fills a live frame with the newest reading; false where there is none yet. */
    public synchronized boolean fill(LiveFrame frame, long nowMs) {
        if (!seen) {
            return false;
        }
        LiveFrames.fill(frame, newest, nowMs);
        frame.generation = generation;
        frame.flags |= (frozen ? LiveFrame.FLAG_FROZEN : 0)
                | (onAir ? LiveFrame.FLAG_ON_AIR : 0)
                | (mode() == LearningMode.off ? 0 : LiveFrame.FLAG_LEARNING);
        return true;
    }

    /** Whether something slow in {@link #info} changed since the last call: captured seconds, late blocks, priority. */
    synchronized boolean hasNews() {
        EngineInfo info = info();
        long seconds = (long) info.captureSeconds();
        long news = seconds * 1_000_003
                + info.lateBlocks() * 31
                + Objects.hashCode(captureWhy)
                + (info.lacksRealTime() ? 17 : 0);
        boolean changed = news != toldNews;
        toldNews = news;
        return changed;
    }

    /** Its level; null where nothing new was read since the last time. */
    synchronized @Nullable EngineLevel level() {
        if (!seen || newest.number == levelToldOf) {
            return null;
        }
        levelToldOf = newest.number;
        double peak = Math.max(newest.outputChannelPeaksDbtp[0], newest.outputChannelPeaksDbtp[1]);
        return new EngineLevel(
                id,
                finite(newest.inputMomentaryLufs),
                finite(newest.outputMomentaryLufs),
                finite(peak),
                newest.lateBlocks,
                newest.roundTripP99Ns / 1000.0);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Number of the newest metric frame; -1 before the first. */
    synchronized long newestNumber() {
        return seen ? newest.number : -1;
    }

    /** Gains of the last minute as the "history" message has them. */
    public synchronized String gainHistory() {
        return gains.base64();
    }

    /** What the learner hears of this engine. */
    public void heard(Heard now) {
        heardNow = new HeardNow(now, System.nanoTime());
    }

    /** What the learner heard last; null where that is too long ago to be told as heard now. */
    public @Nullable Heard lastHeard() {
        HeardNow last = heardNow;
        return last == null || System.nanoTime() - last.atNs() > HEARD_LASTS_NS ? null : last.heard();
    }

    /**
     * Forgets what was heard where nobody listens any more, or nothing was told for too long.
     *
     * @param agentLeft whether there was an agent and is none
     * @return whether there was anything
     */
    public boolean stopsHearing(boolean agentLeft) {
        boolean over = heardNow != null && (agentLeft || mode() == LearningMode.off || lastHeard() == null);
        if (over) {
            heardNow = null;
        }
        return over;
    }

    /** Ends a second; null where nothing was played in it. */
    synchronized @Nullable TelemetryPoint endSecond(long nowMs) {
        if (second.isEmpty()) {
            return null;
        }
        TelemetryPoint point = second.point(id, nowMs);
        second.next(newest);
        return point;
    }

    /** Health of the second that is about to end; null where nothing was played in it. */
    synchronized @Nullable HealthSample health(long nowMs, double cpuIdle) {
        return second.isEmpty() ? null : second.health(id, nowMs, newest, announcement.sampleRateHz(), cpuIdle);
    }

    /** How it keeps time; null where no engine of it plays. */
    public synchronized HealthReport.@Nullable Engine times(long nowMs) {
        if (access == null || !seen) {
            return null;
        }
        int latency = (int) newest.macros[MacroTable.LATENCY_MODE.index()];
        BlockWindow.About about = new BlockWindow.About(
                id,
                announcement.hostName(),
                announcement.sampleRateHz(),
                MacroTable.LATENCY_MODE.spec().choices().get(latency));
        return blocks.report(about, newest, nowMs);
    }

    /** What alerts look at. */
    public synchronized EngineState state() {
        return new EngineState(
                id,
                announcement.hostName(),
                announcement.pid(),
                announcement.hostPid(),
                access != null,
                access != null || announcement.isAlive(),
                hasHost(),
                seen && newest.rendering != 0,
                access != null && seen && newest.lacksRealTime(),
                newest.hostBlocks,
                newest.lateBlocks,
                newest.restarts);
    }
}
