/// What TypeScript is told of Node, whose own declarations are a package that its compiler does not
/// come with: enough for programs that read, write and use Node's modules, whose values may be
/// anything.
enum TypeScriptDeclarations {
  static let fileName = "assay-node.d.ts"

  /// Makes every source a module, so that its names do not collide with those of a browser, which
  /// the compiler takes for given (`name`, `status`, `find`); read by every version of the compiler.
  static let ending = "\nexport {};\n"

  static let text = globals + modules.map { "declare module \"\($0)\";\n" }.joined()

  private static let globals = """
    declare var require: any, module: any, exports: any, process: any, global: any;
    declare var __dirname: string, __filename: string;
    declare var Buffer: any;
    type Buffer = any;
    declare function setImmediate(callback: (...rest: any[]) => void, ...rest: any[]): any;
    declare function clearImmediate(handle: any): void;
    declare namespace NodeJS {
      type Timeout = any;
      type Timer = any;
      type Immediate = any;
      type ReadableStream = any;
      type WritableStream = any;
      type ReadStream = any;
      type WriteStream = any;
      type ErrnoException = any;
      type Process = any;
    }
    declare module "readline" {
      namespace readline {
        type Interface = any;
        type ReadLine = any;
        const createInterface: any, promises: any, emitKeypressEvents: any;
        const clearLine: any, clearScreenDown: any, cursorTo: any, moveCursor: any;
      }
      export = readline;
    }
    declare module "node:readline" {
      import readline = require("readline");
      export = readline;
    }
    declare module "node:*";

    """

  private static let modules = [
    "assert", "assert/strict", "async_hooks", "buffer", "child_process", "console", "crypto",
    "events", "fs", "fs/promises", "os", "path", "perf_hooks", "process", "querystring",
    "readline/promises", "stream", "stream/promises", "string_decoder", "timers",
    "timers/promises", "url", "util", "vm", "worker_threads", "zlib",
  ]
}
