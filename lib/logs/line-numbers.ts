/**
 * Numbers of lines that are counted together, one line after another: the address of the machine, its port, time and bytes. An address of
 * -1 is one that is no IPv4 address.
 */
export const [ADDRESS, PORT, TIME, BYTES, LINE] = [0, 1, 2, 3, 4];
