package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * JSON text on the WebSocket, both ways. Live frames are binary ({@link LiveFrame}).
 *
 * <p>To the server: {@code subscribe} with {@code topics} of "live" (20 binary frames a second), "events", "health" and "levels",
 * and {@code engineId} (null: all; "live" needs one); a later one replaces it. From the server, {@code type} and the class
 * of {@code data}:
 *
 * <pre>
 *   hello       ServerInfo               first message
 *   engine      EngineInfo               appeared, changed or gone
 *   parameters  ParameterState           after every change, and ten times a second during a ramp
 *   change      Change                   new or with another status, also abstentions
 *   heard       Heard                    also once after "live" was subscribed, where it is of the last 30 s; null: nobody listens any more
 *   feedback    Feedback
 *   question    TasteQuestion            asked, and again once it is ready or failed
 *   answer      TasteAnswer              what the two sounds were, once it is answered
 *   taste       list of TasteKnown
 *   front       list of FrontPoint
 *   versions    VersionPair              asked, and again once it is ready or failed
 *   attempt     LearningAttempt          asked, and again once it is done
 *   insights    LearningInsights
 *   models      list of ModelInUse
 *   agent       AgentStatus or null
 *   preferences switches and marks as GET /preferences has them
 *   autoload    list of AutoloadRule     added or removed
 *   bounds      ParamBounds by permanent id, as GET /bounds has them
 *   health      HealthSample
 *   levels      list of EngineLevel       ten times a second, all instances in one
 *   alert       Alert                    raised, counted up, dismissed or over; engineId is null, all hear it
 *   history     {"gains": base64 of 600 × 8 little-endian i16}   once after "live" was subscribed: 60 s of stage gains
 *   problem     Problem                  a message that was not understood
 * </pre>
 *
 * @param engineId that it is about; null where it is about none
 */
public record SocketMessage(
        String type, @Nullable String engineId, @Nullable Object data) {}
