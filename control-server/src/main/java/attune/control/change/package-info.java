/** Every change of sound: proposed, decided, pushed, taken back, voted on; and its history. */
@org.jspecify.annotations.NullMarked
package attune.control.change;
