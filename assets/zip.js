// ZIP files without compression: pictures are compressed already, tables are small.
(function () {
  const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let left = byte;
    for (let bit = 0; bit < 8; bit += 1) left = left & 1 ? (left >>> 1) ^ 0xedb88320 : left >>> 1;
    return left;
  });
  // Made on Unix: unpackers of other systems then take names for UTF-8, and files for plain ones.
  const UTF8_NAMES = 0x0800, VERSION = 20, UNIX = 0x0300, PLAIN_FILE = 0x81a40000;

  function checksum(bytes) {
    let left = 0xffffffff;
    for (const byte of bytes) left = TABLE[(left ^ byte) & 0xff] ^ (left >>> 8);
    return ~left >>> 0;
  }

  // Fields of a record: [value, bytes], little-endian.
  function record(...fields) {
    const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, size]) => sum + size, 0)));
    let at = 0;
    for (const [value, size] of fields) {
      if (size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += size;
    }
    return new Uint8Array(view.buffer);
  }

  function entry([name, bytes], now) {
    const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1);
    const day = ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate();
    const title = new TextEncoder().encode(name);
    const shared = [[VERSION, 2], [UTF8_NAMES, 2], [0, 2], [time, 2], [day, 2], [checksum(bytes), 4], [bytes.length, 4], [bytes.length, 4], [title.length, 2], [0, 2]];
    return { title, bytes, shared };
  }

  // files: [[name, text or bytes], …]
  function zip(files, type = "application/zip") {
    const now = new Date();
    const body = [], directory = [];
    let offset = 0;
    for (const [name, content] of files) {
      const { title, bytes, shared } = entry([name, typeof content === "string" ? new TextEncoder().encode(content) : content], now);
      const head = record([0x04034b50, 4], ...shared);
      body.push(head, title, bytes);
      directory.push(record([0x02014b50, 4], [UNIX | VERSION, 2], ...shared, [0, 2], [0, 2], [0, 2], [PLAIN_FILE, 4], [offset, 4]), title);
      offset += head.length + title.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const end = record([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [0, 2]);
    return new Blob([...body, ...directory, end], { type });
  }

  window.kaejon.zip = zip;
})();
