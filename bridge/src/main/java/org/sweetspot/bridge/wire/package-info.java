/**
 * How two processes talk about one model: frames of bytes over a local socket, each of them
 * bounded, as docs/bridge-protocol.md lays down for whoever writes another side. In go requests,
 * out come replies, or one {@link org.sweetspot.bridge.wire.BridgeException} that says what the
 * other side did. Read {@link org.sweetspot.bridge.wire.Connection} first.
 */
@NullMarked
package org.sweetspot.bridge.wire;

import org.jspecify.annotations.NullMarked;
