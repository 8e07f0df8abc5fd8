import { AlikeTuples } from './alike-tuples';
import { LogEvent, Unreadable } from './event';
import { AlikeFlows, FlowKind } from './flow-kind';
import { KnownLines } from './known-lines';
import { ipv4Text, LinePlace, PlaceReader, placesOf } from './line-places';
import { LineShape, NUMBERS, viewOf } from './line-shape';
import { timeOfBytes } from './time';

/** Longer lines are rare. They are parsed each time. */
const MAX_LENGTH = 4096;
/** A log has a shape for each of its tables and protocols. */
const MAX_SHAPES = 24;
/** After this many lines, it is checked whether this saves work; if not, this many lines are parsed each time. */
const [TRIAL, PAUSE] = [1 << 15, 1 << 17];
/** A firewall does not say how many bytes a flow had. */
const NO_BYTES = -1;

/**
 * Recognizes lines of JSON that differ from an earlier one only in the time, the client, its port and columns that nothing reads. Most
 * lines of a log do. Such a line need not be parsed: all else in it is the same, byte by byte, and so is what it means.
 */
export class AlikeLines {
  private readonly shapes: LineShape[] = [];
  private readonly known = new KnownLines();
  private readonly reader = new PlaceReader();
  /** The bytes that were looked at last. */
  private bytes: Buffer = Buffer.alloc(0);
  private view = viewOf(this.bytes);
  /** The shape of the line that was looked at last. */
  private shape?: LineShape;
  private nextShape = 1;
  private tried = 0;
  private hits = 0;
  private pause = 0;

  /** The same for the tuples of flow logs. */
  public readonly tuples: AlikeTuples;

  constructor(private readonly flows: AlikeFlows) {
    this.tuples = new AlikeTuples(flows);
  }

  /**
   * Counts a line that is like one before.
   *
   * @returns what the line before was; undefined where there is none, so that this line must be read
   */
  public take(bytes: Buffer, from: number, to: number): FlowKind | undefined {
    if (this.pause > 0) {
      this.pause--;
      return undefined;
    }
    this.tried++;
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = viewOf(bytes);
    }
    const { view, reader } = this;
    const shape = this.shapeOf(from, to);
    if (shape === undefined) {
      return undefined;
    }
    const kind = this.known.of(shape.key, view, shape.from, shape.to);
    if (kind === undefined) {
      return undefined;
    }
    this.hits++;
    const time = timeOfBytes(bytes, reader.timeFrom, reader.timeTo);
    this.flows.again(kind, reader.address, reader.clientPort, time, NO_BYTES);
    return kind;
  }

  /**
   * Keeps the line that was looked at last, after it was read, if all that it means is told by what it has apart from its places.
   *
   * @param event the one event that came of it
   */
  public keep(bytes: Buffer, from: number, to: number, event: LogEvent, problem: Unreadable | undefined): void {
    if (this.pause > 0 || to - from > MAX_LENGTH) {
      return;
    }
    if (this.tried >= TRIAL) {
      this.pause = this.hits * 4 < this.tried ? PAUSE : 0;
      this.tried = 0;
      this.hits = 0;
    }
    const shape = this.shape ?? this.newShape(bytes, from, to);
    if (shape === undefined || !this.isTold(event)) {
      return;
    }
    if (this.shape === undefined) {
      this.shapes.splice(MAX_SHAPES - 1);
      this.shapes.push(shape);
    } else {
      shape.learnTail(this.view);
    }
    this.known.keep(shape.key, bytes, this.view, shape.from, shape.to, new FlowKind(event, problem));
  }

  /** The shape that a line has. Shapes of many lines come to be looked at first. */
  private shapeOf(from: number, to: number): LineShape | undefined {
    const { shapes } = this;
    this.shape = undefined;
    for (let i = 0; i < shapes.length; i++) {
      const shape = shapes[i]!;
      if (shape.matches(this.bytes, this.view, from, to, this.reader)) {
        this.shape = shape;
        if (i > 0) {
          shapes[i] = shapes[i - 1]!;
          shapes[i - 1] = shape;
        }
        break;
      }
    }
    return this.shape;
  }

  private newShape(bytes: Buffer, from: number, to: number): LineShape | undefined {
    const line = Buffer.from(bytes.subarray(from, to));
    const places = placesOf(line);
    if (places === undefined || !isWhole(places)) {
      return undefined;
    }
    const shape = new LineShape(line, places, this.shapes, this.nextShape);
    this.nextShape += NUMBERS;
    return shape.matches(this.bytes, this.view, from, to, this.reader) ? shape : undefined;
  }

  /** Whether client, port and time of an event are those of the places. A line about traffic from outside has its client elsewhere. */
  private isTold({ layer, isInbound, machine, clientPort, time, bytes: size }: LogEvent): boolean {
    const { reader, bytes } = this;
    return (
      layer === 'firewall' &&
      !isInbound &&
      machine === ipv4Text(reader.address) &&
      clientPort === reader.clientPort &&
      size === NO_BYTES &&
      time === timeOfBytes(bytes, reader.timeFrom, reader.timeTo)
    );
  }
}

/** Whether a line has one time, one client and at most one port, so that it is clear which counts. */
function isWhole(places: readonly LinePlace[]): boolean {
  const number = (kind: LinePlace['kind']): number => places.filter((place) => place.kind === kind).length;
  return number('time') === 1 && number('client') === 1 && number('port') <= 1;
}
