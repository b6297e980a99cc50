package org.sweetspot.recipe;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a key of a recipe stands for where a file leaves it out; a key without is required. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** The value as a recipe would write it in YAML. */
  String value();

  /**
   * Whether a recipe that has this value is written with the key. False for a key that came after
   * recipes were hashed, so that those keep their hash.
   */
  boolean written() default true;
}
