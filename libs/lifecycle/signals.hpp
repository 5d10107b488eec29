// A process' end: signals are waited for in main, never handled in a handler.
#pragma once

#include <chrono>

namespace suite::lifecycle {

/// Blocks SIGINT and SIGTERM for this thread and all it will start, and ignores SIGPIPE (hiredis and Pistache write to
/// closed sockets). First line of main.
void BlockSignals();

/// Waits for SIGINT or SIGTERM. A second one while the process is stopping ends it at once with exit code 130.
void WaitForStopSignal();

/// The same, at most so long: true when told to stop. For programs that have something to look after meanwhile.
[[nodiscard]] bool StopSignalWithin(std::chrono::milliseconds time);

}  // namespace suite::lifecycle
