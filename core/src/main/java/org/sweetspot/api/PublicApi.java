package org.sweetspot.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a package, with all its public types, or a single type that other programs may call. Other
 * public types are there for the packages of this program alone, and may change at any time.
 *
 * <p>What marked types offer is recorded, and a test refuses a version in which something of it is
 * gone: see docs/api.md.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface PublicApi {}
