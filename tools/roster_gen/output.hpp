// Where the program's lines go: one stream or file, plain or gzip, in large writes.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::roster_gen {

/// Not thread-safe. Memory: one block of 4 MiB. gzip makes one member per block, which RFC 1952 §2.2 calls one file.
class Output {
  public:
    /// UNAVAILABLE when the file cannot be made; "-" is standard output.
    [[nodiscard]] static Result<Output> Open(const std::string& path, bool gzip);

    void Line(std::string_view line);
    /// UNAVAILABLE when not all could be written (disk full, pipe closed). To be called last.
    [[nodiscard]] Status Close();

  private:
    Output(std::unique_ptr<std::ostream> file, bool gzip);
    void Flush();

    std::unique_ptr<std::ostream> file_;
    bool gzip_;
    std::string block_;
};

}  // namespace suite::roster_gen
