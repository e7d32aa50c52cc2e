package attune.rt;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs once per quantum on an engine thread: allocates nothing, takes no lock, does no I/O, logs nothing, throws
 * nothing, and every loop in it is bounded. {@code AudioThreadScanTest} walks the byte code from every method with this
 * mark and fails on allocation, boxing, {@code invokedynamic} and monitors.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface AudioThread {}
