/** What is known of how learning goes: feedback taken in once, what worked and what did not, patterns, taking back. */
@NullMarked
package attune.learn.loop;

import org.jspecify.annotations.NullMarked;
