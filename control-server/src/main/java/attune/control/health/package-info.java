/** How well everything works: alerts, times of blocks and requests, processes, the score and what it is made of. */
@org.jspecify.annotations.NullMarked
package attune.control.health;
