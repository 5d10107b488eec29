#include "tools/roster_gen/output.hpp"

#include <fstream>
#include <iostream>

#include "compress/gzip.hpp"
#include "core/reasons.hpp"

namespace suite::roster_gen {
namespace {

constexpr std::size_t kBlock = 4U << 20U;

}  // namespace

Result<Output> Output::Open(const std::string& path, bool gzip) {
    if (path == "-") return Output(std::make_unique<std::ostream>(std::cout.rdbuf()), gzip);
    auto file = std::make_unique<std::ofstream>(path, std::ios::binary | std::ios::trunc);
    if (!*file) return Fail(Code::kUnavailable, reason::kUnavailable, "cannot write " + path);
    return Output(std::move(file), gzip);
}

Output::Output(std::unique_ptr<std::ostream> file, bool gzip) : file_(std::move(file)), gzip_(gzip) {
    block_.reserve(kBlock + (64U << 10U));
}

void Output::Line(std::string_view line) {
    block_.append(line);
    block_ += '\n';
    if (block_.size() >= kBlock) Flush();
}

void Output::Flush() {
    if (block_.empty()) return;
    const std::string packed = gzip_ ? compress::Gzip(block_) : std::string();
    const std::string& bytes = gzip_ ? packed : block_;
    file_->write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    block_.clear();
}

Status Output::Close() {
    Flush();
    file_->flush();
    if (!*file_) return Fail(Code::kUnavailable, reason::kUnavailable, "could not write everything");
    return {};
}

}  // namespace suite::roster_gen
