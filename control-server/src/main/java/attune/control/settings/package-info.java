/** What a person may set: names and ranges, the file, and what the environment says instead. */
@NullMarked
package attune.control.settings;

import org.jspecify.annotations.NullMarked;
