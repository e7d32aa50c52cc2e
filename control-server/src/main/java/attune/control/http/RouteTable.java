package attune.control.http;

import static attune.control.http.Scope.ADMIN;
import static attune.control.http.Scope.AGENT;
import static attune.control.http.Scope.NONE;
import static attune.control.http.Scope.OPERATE;
import static attune.control.http.Scope.VIEW;
import static attune.control.http.Scope.VOTE;
import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import attune.api.AbstentionRequest;
import attune.api.AgentStatus;
import attune.api.Alert;
import attune.api.AuditCheck;
import attune.api.AuditEntry;
import attune.api.AutoloadContext;
import attune.api.AutoloadRequest;
import attune.api.AutoloadRule;
import attune.api.AutoloadTrial;
import attune.api.Backup;
import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.Feedback;
import attune.api.FeedbackRequest;
import attune.api.FrontPoint;
import attune.api.HealthReport;
import attune.api.Heard;
import attune.api.InstanceInfo;
import attune.api.LearnedPattern;
import attune.api.LearnerState;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.LearningRequest;
import attune.api.MeasurementRequest;
import attune.api.ModelInUse;
import attune.api.ObjectiveWish;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.PresetOrigin;
import attune.api.PresetRequest;
import attune.api.PrivacyState;
import attune.api.ProposalRequest;
import attune.api.ServerInfo;
import attune.api.SoundStep;
import attune.api.SoundWord;
import attune.api.TargetList;
import attune.api.TasteAnswer;
import attune.api.TasteAnswerRequest;
import attune.api.TasteFailure;
import attune.api.TasteKnown;
import attune.api.TasteOffer;
import attune.api.TasteQuestion;
import attune.api.TelemetryPoint;
import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.api.VersionPairRequest;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All of REST in one place: who may do what, with what, for what. */
final class RouteTable {
    private final List<Route> routes = new ArrayList<>();

    RouteTable(Handlers with) {
        system(new SystemHandlers(with));
        health(new HealthHandlers(with));
        engines(new EngineHandlers(with));
        data(new DataHandlers(with));
        autoload(new AutoloadHandlers(with));
        taste(new TasteHandlers(with));
        learners(new LearnerHandlers(with));
        desk(new DeskHandlers(with));
        versions(new VersionHandlers(with));
        privacy(new PrivacyHandlers(with));
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    private void system(SystemHandlers on) {
        one(GET, "/health", VIEW, "The server, and the agent's last status.", null, ServerInfo.class, on::health);
        one(GET, "/agent", VIEW, "The agent's last status.", null, AgentStatus.class, on::agent);
        one(PUT, "/agent", AGENT, "The agent reports.", AgentStatus.class, Void.class, on::setAgent);
        one(
                GET,
                "/parameters-table",
                VIEW,
                "Every parameter and macro there is, and each program's stages in their order.",
                null,
                Map.class,
                on::parametersTable);
        one(
                POST,
                "/codes",
                ADMIN,
                "A code that gives one session, once, within 30 s.",
                SystemHandlers.CodeRequest.class,
                SystemHandlers.CodeAnswer.class,
                on::code);
        one(
                POST,
                "/session",
                NONE,
                "Takes a code for a session's token.",
                SystemHandlers.SessionRequest.class,
                SystemHandlers.SessionAnswer.class,
                on::session);
        one(POST, "/shutdown", ADMIN, "Ends the server; sound goes on.", null, Void.class, on::shutdown);
        one(
                GET,
                "/openapi.json",
                VIEW,
                "This interface.",
                null,
                Map.class,
                call -> call.answer(OpenApi.document(routes)));
    }

    private void health(HealthHandlers on) {
        one(
                GET,
                "/health/report",
                VIEW,
                "Score and what it is made of, times of blocks and requests, processes, disk.",
                null,
                HealthReport.class,
                on::report);
        many(
                GET,
                "/alerts",
                VIEW,
                "What people should know of, and what was of the last day.",
                null,
                Alert.class,
                on::alerts);
        one(POST, "/alerts/{id}/dismiss", OPERATE, "A person has seen it.", null, Alert.class, on::dismiss);
    }

    private void engines(EngineHandlers on) {
        many(GET, "/engines", VIEW, "All plugin instances, also those gone.", null, EngineInfo.class, on::list);
        one(GET, "/engines/{id}", VIEW, "One plugin instance.", null, EngineInfo.class, on::one);
        one(
                GET,
                "/engines/{id}/parameters",
                VIEW,
                "What the playing slot is set to.",
                null,
                ParameterState.class,
                on::parameters);
        one(
                PUT,
                "/engines/{id}/parameters",
                OPERATE,
                "A person moves some parameters.",
                EngineHandlers.ParameterRequest.class,
                Change.class,
                on::setParameters);
        one(
                PUT,
                "/engines/{id}/macros",
                OPERATE,
                "Puts macros over the host's, by id.",
                Map.class,
                EngineInfo.class,
                on::setMacros);
        one(
                PUT,
                "/engines/{id}/name",
                OPERATE,
                "Gives it a name, which stays with its host; an empty one takes it away.",
                EngineHandlers.NameRequest.class,
                EngineInfo.class,
                on::setName);
        one(
                PUT,
                "/engines/{id}/learning",
                OPERATE,
                "Mode, freeze, on-air lock of one instance.",
                LearningRequest.class,
                EngineInfo.class,
                on::setLearning);
        many(
                PUT,
                "/learning",
                OPERATE,
                "The same for all; freeze and on-air lock hold for those to come, too.",
                LearningRequest.class,
                EngineInfo.class,
                on::setLearningOfAll);
        many(
                POST,
                "/learning/reset",
                OPERATE,
                "Back to the gentle preset; what was learned stops to count.",
                null,
                Change.class,
                on::reset);
        one(
                POST,
                "/engines/{id}/proposals",
                AGENT,
                "The agent proposes a set.",
                ProposalRequest.class,
                Change.class,
                on::propose);
        one(
                POST,
                "/engines/{id}/abstentions",
                AGENT,
                "The agent leaves the sound alone, and why.",
                AbstentionRequest.class,
                Change.class,
                on::abstain);
        one(PUT, "/engines/{id}/heard", AGENT, "What the agent hears.", Heard.class, Void.class, on::heard);
        one(
                GET,
                "/engines/{id}/capture",
                AGENT,
                "Newest captured input: planar 32-bit floats, little endian.",
                null,
                byte[].class,
                on::capture);
        one(POST, "/engines/{id}/undo", OPERATE, "Takes the last change back.", null, Change.class, on::undoLast);
        one(
                POST,
                "/engines/{id}/feedback",
                VOTE,
                "An opinion on what was audible.",
                FeedbackRequest.class,
                Feedback.class,
                on::vote);
        one(
                POST,
                "/engines/{id}/recall",
                OPERATE,
                "Recalls a preset.",
                EngineHandlers.RecallRequest.class,
                Change.class,
                on::recall);
        one(
                GET,
                "/engines/{id}/origin",
                VIEW,
                "From which set the playing slot went on: of the preset recalled last, or what it began with.",
                null,
                PresetOrigin.class,
                on::origin);
        one(
                POST,
                "/engines/{id}/noise-profile",
                OPERATE,
                "Keeps the noise that is tracked now as the noise profile.",
                null,
                Change.class,
                on::learnNoise);
        one(
                DELETE,
                "/engines/{id}/noise-profile",
                OPERATE,
                "Lets the kept noise profile go.",
                null,
                Change.class,
                on::forgetNoise);
        one(POST, "/changes/{id}/accept", OPERATE, "Yes to a proposal.", null, Change.class, on::accept);
        one(POST, "/changes/{id}/reject", OPERATE, "No to a proposal.", null, Change.class, on::reject);
        one(POST, "/changes/{id}/undo", OPERATE, "Takes a change back.", null, Change.class, on::undo);
        one(POST, "/changes/{id}/less", OPERATE, "Takes half of a change back.", null, Change.class, on::less);
        one(
                POST,
                "/changes/{id}/measurement",
                AGENT,
                "What the watcher found; a fail takes the change back.",
                MeasurementRequest.class,
                Change.class,
                on::measured);
    }

    private void autoload(AutoloadHandlers on) {
        many(
                GET,
                "/autoload",
                VIEW,
                "Rules by which presets are loaded, the one that goes first at the top.",
                null,
                AutoloadRule.class,
                on::list);
        one(POST, "/autoload", OPERATE, "Adds a rule.", AutoloadRequest.class, AutoloadRule.class, on::add);
        one(
                PUT,
                "/autoload/{id}",
                OPERATE,
                "Another rule in the place of one.",
                AutoloadRequest.class,
                AutoloadRule.class,
                on::change);
        many(
                PUT,
                "/autoload",
                OPERATE,
                "Puts the rules into an order: the numbers of all; priorities are raised as far as that needs.",
                AutoloadHandlers.OrderRequest.class,
                AutoloadRule.class,
                on::order);
        many(
                DELETE,
                "/autoload/{id}",
                OPERATE,
                "Removes a rule; answers with those that are left.",
                null,
                AutoloadRule.class,
                on::remove);
        one(
                POST,
                "/autoload/test",
                VIEW,
                "Which rule would win, and why the others would not; loads nothing.",
                AutoloadContext.class,
                AutoloadTrial.class,
                on::test);
    }

    private void data(DataHandlers on) {
        many(
                GET,
                "/changes",
                VIEW,
                "The timeline, newest first: engineId, before, kind, limit; earlier: of the same instance in earlier sessions"
                        + " of its host, too.",
                null,
                Change.class,
                on::changes);
        many(
                GET,
                "/instances",
                VIEW,
                "Plugin instances that were here, the newest session first, with their names: limit.",
                null,
                InstanceInfo.class,
                on::instances);
        one(GET, "/changes/{id}", VIEW, "One entry of the timeline.", null, Change.class, on::change);
        many(GET, "/feedback", VIEW, "Opinions, oldest first: after, limit.", null, Feedback.class, on::feedback);
        many(
                GET,
                "/experiences",
                VIEW,
                "Audited candidates, oldest first: after, limit.",
                null,
                Experience.class,
                on::experiences);
        many(
                GET,
                "/experiments",
                VIEW,
                "What was tried, the newest first: before, strategy, won, limit.",
                null,
                Experience.class,
                on::experiments);
        many(
                POST,
                "/experiences",
                AGENT,
                "The agent keeps what it tried.",
                Experience.class,
                Experience.class,
                on::addExperiences);
        many(
                GET,
                "/presets",
                VIEW,
                "All presets, factory ones first; or those that are looked for: text, tag, favourite.",
                null,
                PresetInfo.class,
                on::presets);
        one(GET, "/presets/{id}", VIEW, "One preset.", null, PresetInfo.class, on::preset);
        one(
                GET,
                "/presets/{id}/file",
                VIEW,
                "The preset as a file to hand on, with evidence and without data.",
                null,
                Map.class,
                on::presetFile);
        one(
                POST,
                "/presets/import",
                OPERATE,
                "Takes such a file in: name (of the file, for messages), label (instead of its own).",
                Map.class,
                PresetInfo.class,
                on::importPreset);
        one(POST, "/presets", OPERATE, "Saves a preset.", PresetRequest.class, PresetInfo.class, on::savePreset);
        one(
                PUT,
                "/presets/{id}",
                OPERATE,
                "Renames, overwrites or tags one's own preset; marks any.",
                PresetRequest.class,
                PresetInfo.class,
                on::changePreset);
        one(DELETE, "/presets/{id}", OPERATE, "Deletes one's own preset.", null, Void.class, on::deletePreset);
        one(GET, "/targets", VIEW, "How loud platforms want sound to be.", null, TargetList.class, on::targets);
        one(GET, "/bounds", VIEW, "A person's bounds for learning, by parameter.", null, Map.class, on::bounds);
        one(PUT, "/bounds", OPERATE, "Replaces them.", Map.class, Map.class, on::setBounds);
        one(
                GET,
                "/objectives",
                VIEW,
                "What a person wants most of a sound, by weights.",
                null,
                ObjectiveWish.class,
                on::wish);
        one(PUT, "/objectives", OPERATE, "Replaces it.", ObjectiveWish.class, ObjectiveWish.class, on::setWish);
        one(GET, "/preferences", VIEW, "Switches, and when learning was reset.", null, Map.class, on::preferences);
        one(PUT, "/preferences", OPERATE, "Turns switches.", Map.class, Map.class, on::setPreferences);
        many(
                GET,
                "/telemetry",
                VIEW,
                "What was measured, at most 3600 stretches, the newest: engineId, seconds, resolution, before.",
                null,
                TelemetryPoint.class,
                on::telemetry);
    }

    private void taste(TasteHandlers on) {
        one(
                POST,
                "/engines/{id}/taste/questions",
                VOTE,
                "Asks for a blind pair on the newest captured input.",
                null,
                TasteQuestion.class,
                on::ask);
        many(GET, "/taste/questions", VIEW, "Pairs that are to be rendered.", null, TasteQuestion.class, on::asked);
        one(GET, "/taste/questions/{id}", VIEW, "One pair.", null, TasteQuestion.class, on::question);
        one(
                GET,
                "/taste/questions/{id}/sounds/{side}",
                VOTE,
                "One of the two sounds, a or b: a WAV file, in memory only.",
                null,
                byte[].class,
                on::sound);
        one(
                PUT,
                "/taste/questions/{id}/sounds/{side}",
                AGENT,
                "The agent hands a sound over.",
                byte[].class,
                Void.class,
                on::putSound);
        one(
                PUT,
                "/taste/questions/{id}/offer",
                AGENT,
                "The agent says what the two sounds are; they can be heard from now on.",
                TasteOffer.class,
                TasteQuestion.class,
                on::offer);
        one(
                PUT,
                "/taste/questions/{id}/failure",
                AGENT,
                "The agent has no pair, and why.",
                TasteFailure.class,
                TasteQuestion.class,
                on::fail);
        one(
                POST,
                "/taste/questions/{id}/answer",
                VOTE,
                "Which of the two is liked better, and how much; once.",
                TasteAnswerRequest.class,
                TasteAnswer.class,
                on::answer);
        many(
                GET,
                "/taste/answers",
                VIEW,
                "Answers to pairs, oldest first: after, limit.",
                null,
                TasteAnswer.class,
                on::answers);
        many(GET, "/words", VIEW, "Words for a small step of the sound.", null, SoundWord.class, on::words);
        one(
                POST,
                "/engines/{id}/words",
                OPERATE,
                "Goes a small step the way of a word, or steps along the axes.",
                TasteHandlers.WordRequest.class,
                Change.class,
                on::say);
        one(
                POST,
                "/engines/{id}/words/preview",
                VIEW,
                "What that would move; moves nothing.",
                TasteHandlers.WordRequest.class,
                SoundStep.class,
                on::wouldSay);
        many(GET, "/taste", VIEW, "How well a taste is known, by class of content.", null, TasteKnown.class, on::known);
        many(
                GET,
                "/front",
                VIEW,
                "Sets that passed the gate lately, on the objectives, with the wishes that pick them.",
                null,
                FrontPoint.class,
                on::front);
        many(PUT, "/front", AGENT, "The agent says so.", FrontPoint.class, Void.class, on::setFront);
        many(PUT, "/taste", AGENT, "The agent says so.", TasteKnown.class, Void.class, on::setKnown);
    }

    private void learners(LearnerHandlers on) {
        many(
                GET,
                "/learning/learners",
                VIEW,
                "Learners, who propose changes: switched on or off, resting after harm.",
                null,
                LearnerState.class,
                on::all);
        many(
                PUT,
                "/learning/learners",
                OPERATE,
                "Switches some of them on or off, by name.",
                Map.class,
                LearnerState.class,
                on::set);
        many(GET, "/learning/strategies", VIEW, "The same under its earlier name.", null, LearnerState.class, on::all);
        many(
                PUT,
                "/learning/strategies",
                OPERATE,
                "The same under its earlier name.",
                Map.class,
                LearnerState.class,
                on::set);
        one(
                GET,
                "/heard",
                VIEW,
                "What the agent hears, by engine, with tips for the source.",
                null,
                Map.class,
                on::heard);
        one(
                DELETE,
                "/engines/{id}/tips/{kind}",
                OPERATE,
                "Waves a tip away, until it is twice as bad.",
                null,
                Heard.class,
                on::dismissTip);
    }

    private void desk(DeskHandlers on) {
        one(
                POST,
                "/engines/{id}/learning/attempts",
                OPERATE,
                "Asks for what a method finds to be tried on what is heard now, past the gate.",
                LearningAttempt.Request.class,
                LearningAttempt.class,
                on::ask);
        one(
                GET,
                "/learning/attempts/{id}",
                VIEW,
                "What came of an attempt, once it is done.",
                null,
                LearningAttempt.class,
                on::attempt);
        one(
                PUT,
                "/learning/attempts/{id}",
                AGENT,
                "The agent says what came of it.",
                LearningAttempt.Outcome.class,
                LearningAttempt.class,
                on::answer);
        one(
                GET,
                "/insights",
                VIEW,
                "What learning has come to: patterns, thresholds, what waits, what became of proposals.",
                null,
                LearningInsights.class,
                on::insights);
        one(PUT, "/insights", AGENT, "The agent says so.", LearningInsights.class, Void.class, on::setInsights);
        many(
                GET,
                "/patterns",
                VIEW,
                "What each strategy did for each kind of sound, and whether it may go on.",
                null,
                LearnedPattern.class,
                on::patterns);
        one(
                PUT,
                "/patterns/{id}",
                OPERATE,
                "Lets a strategy propose for a kind of sound, or not: enabled; holds from the agent's next decision.",
                LearnedPattern.Switch.class,
                LearnedPattern.class,
                on::setPattern);
        many(
                DELETE,
                "/patterns/{id}",
                OPERATE,
                "Deletes a pattern with all experiences that it was made of; answers with those that are left.",
                null,
                LearnedPattern.class,
                on::deletePattern);
        many(
                GET,
                "/models",
                VIEW,
                "Trained models that came with the program: use, size, score, how they are made.",
                null,
                ModelInUse.class,
                on::models);
        many(PUT, "/models", AGENT, "The agent says so.", ModelInUse.class, Void.class, on::setModels);
    }

    private void versions(VersionHandlers on) {
        many(
                GET,
                "/versions",
                VIEW,
                "Changes that made another sound, newest first, each a version to go back to: engineId, before, limit.",
                null,
                Change.class,
                on::list);
        one(
                POST,
                "/engines/{id}/versions/{version}/return",
                OPERATE,
                "Returns to the whole set of a version; one undo takes it back.",
                null,
                Change.class,
                on::returnTo);
        one(
                POST,
                "/engines/{id}/versions/pairs",
                VOTE,
                "Asks for two versions on the newest captured input, equally loud, and how they differ.",
                VersionPairRequest.class,
                VersionPair.class,
                on::ask);
        many(GET, "/versions/pairs", VIEW, "What is to be rendered.", null, VersionPair.class, on::asked);
        one(GET, "/versions/pairs/{id}", VIEW, "Two versions, and how they differ.", null, VersionPair.class, on::pair);
        one(
                DELETE,
                "/versions/pairs/{id}",
                VOTE,
                "Nobody wants to hear them any more: forgets the sounds.",
                null,
                Void.class,
                on::forget);
        one(
                GET,
                "/versions/pairs/{id}/sounds/{side}",
                VOTE,
                "One of the two sounds, a or b: a WAV file, in memory only.",
                null,
                byte[].class,
                on::sound);
        one(
                PUT,
                "/versions/pairs/{id}/sounds/{side}",
                AGENT,
                "The agent hands a sound over.",
                byte[].class,
                Void.class,
                on::putSound);
        one(
                PUT,
                "/versions/pairs/{id}/difference",
                AGENT,
                "The agent says how they differ; they can be heard from now on.",
                VersionDifference.class,
                VersionPair.class,
                on::differ);
        one(
                PUT,
                "/versions/pairs/{id}/failure",
                AGENT,
                "The agent has nothing to hear, and why.",
                TasteFailure.class,
                VersionPair.class,
                on::fail);
    }

    private void privacy(PrivacyHandlers on) {
        one(
                GET,
                "/privacy",
                VIEW,
                "What may be kept, by purpose, and what is stored now.",
                null,
                PrivacyState.class,
                on::state);
        one(
                POST,
                "/privacy/export",
                ADMIN,
                "Everything that is stored, as one ZIP file.",
                null,
                byte[].class,
                on::export);
        one(
                POST,
                "/privacy/erase",
                ADMIN,
                "Erases everything that is stored; takes the phrase that GET /privacy names.",
                PrivacyHandlers.EraseRequest.class,
                PrivacyState.class,
                on::erase);
        many(GET, "/backups", VIEW, "Backups, newest first.", null, Backup.class, on::backups);
        one(POST, "/backups", ADMIN, "Makes a backup now.", null, Backup.class, on::backUp);
        many(
                POST,
                "/backups/{name}/restore",
                ADMIN,
                "Brings the database back to a backup, after a backup of what is now.",
                null,
                Backup.class,
                on::restore);
        many(GET, "/audit", VIEW, "The audit log, newest first: before, limit.", null, AuditEntry.class, on::audit);
        one(
                GET,
                "/audit/verify",
                VIEW,
                "Whether every entry of the audit log is there and as it was written.",
                null,
                AuditCheck.class,
                on::verify);
    }

    private void one(
            HandlerType method,
            String path,
            Scope needs,
            String summary,
            @Nullable Class<?> request,
            Class<?> response,
            Route.Handler handler) {
        routes.add(new Route(method, path, needs, summary, request, response, false, handler));
    }

    private void many(
            HandlerType method,
            String path,
            Scope needs,
            String summary,
            @Nullable Class<?> request,
            Class<?> response,
            Route.Handler handler) {
        routes.add(new Route(method, path, needs, summary, request, response, true, handler));
    }
}
