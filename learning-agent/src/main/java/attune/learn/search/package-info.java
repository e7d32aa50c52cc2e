/** Local search over auditions, in the neighbourhood of a set that is good already, and how far it is from its end. */
@org.jspecify.annotations.NullMarked
package attune.learn.search;
