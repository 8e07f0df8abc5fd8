/** Direction of a connection, seen from the compute. */
export enum Direction {
  /** Somebody connects to the compute. */
  INBOUND = 'inbound',
  /** The compute connects to somebody. */
  OUTBOUND = 'outbound',
}
