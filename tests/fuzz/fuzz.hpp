// What the fuzz targets share. Each *_fuzzer.cpp has one function that takes any bytes and throws when what must always
// hold does not; libFuzzer calls it with bytes of its own making, corpus_test.cpp with the kept ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace suite::fuzz {

void NdjsonRecords(std::string_view bytes);
void Edexml(std::string_view bytes);
void Gzip(std::string_view bytes);
void Cookie(std::string_view bytes);
void Forwarded(std::string_view bytes);
void Token(std::string_view bytes);
void HttpRequest(std::string_view bytes);
void Headers(std::string_view bytes);
void JsonBody(std::string_view bytes);
void Cursor(std::string_view bytes);

inline void Require(bool holds, const std::string& what) {
    if (!holds) throw std::logic_error("does not hold: " + what);
}

}  // namespace suite::fuzz

#ifdef SUITE_FUZZER
#define SUITE_FUZZ_ENTRY(function)                                                          \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {     \
        suite::fuzz::function(std::string_view(reinterpret_cast<const char*>(data), size)); \
        return 0;                                                                           \
    }
#else
#define SUITE_FUZZ_ENTRY(function)
#endif
