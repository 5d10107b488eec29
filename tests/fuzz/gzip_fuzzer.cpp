// gzip bodies: never more than the limit comes out, and what we pack unpacks to what it was.
#include "compress/gzip.hpp"
#include "core/reasons.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {

void Gzip(std::string_view bytes) {
    for (const std::size_t max : {std::size_t{0}, std::size_t{100}, std::size_t{1} << 20U}) {
        const auto unpacked = compress::Gunzip(bytes, max);
        if (unpacked) {
            Require(unpacked->size() <= max, "not more than the limit is unpacked");
        } else if (unpacked.error().code == Code::kResourceExhausted) {
            Require(unpacked.error().reason == reason::kBodyTooLarge, "too much is said to be too much");
        } else {
            Require(unpacked.error().reason == reason::kInvalidBody, "anything else is no gzip");
        }
    }
    const auto packed = compress::Gzip(bytes);
    const auto again = compress::Gunzip(packed, bytes.size());
    Require(again && *again == bytes, "what was packed unpacks to the same");
    if (!bytes.empty()) {
        const auto limited = compress::Gunzip(packed, bytes.size() - 1);
        Require(!limited && limited.error().code == Code::kResourceExhausted, "a byte above the limit is too much");
    }
    const auto cut = compress::Gunzip(std::string_view(packed).substr(0, packed.size() - 1), bytes.size());
    Require(!cut && cut.error().reason == reason::kInvalidBody, "a body that is cut off is refused");
    const auto twice = compress::Gunzip(packed + packed, 2 * bytes.size());
    Require(twice && twice->size() == 2 * bytes.size(), "two members are one body");
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(Gzip)
