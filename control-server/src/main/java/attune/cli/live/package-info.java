/** Microphone to loudspeaker through the engine, without a host: {@code attune live}. */
@NullMarked
package attune.cli.live;

import org.jspecify.annotations.NullMarked;
