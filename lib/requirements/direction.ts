/** Direction of a connection, seen from the compute. */
export enum Direction {
  /** Someone connects to the compute. */
  INBOUND = 'inbound',
  /** The compute connects to someone. */
  OUTBOUND = 'outbound',
}
