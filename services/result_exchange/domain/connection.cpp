#include "services/result_exchange/domain/connection.hpp"

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/result_exchange/domain/plain_text.hpp"

namespace suite::results {
namespace {

constexpr std::size_t kMaxKeyLength = 256;  // RES-01
constexpr std::size_t kShown = 4;
constexpr std::size_t kMinLengthToShow = 2 * kShown;
constexpr std::string_view kDots = "••••";

/// The last `count` characters of clean UTF-8.
std::string_view Tail(std::string_view text, std::size_t count) {
    std::size_t from = text.size();
    while (from > 0 && count > 0) {
        --from;
        const bool continues = (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U;
        if (!continues) --count;
    }
    return text.substr(from);
}

}  // namespace

Result<Secret> CheckKey(std::string_view authorisation_key) {
    const std::string_view key = Trim(authorisation_key);
    if (!IsPlainText(key, 1, kMaxKeyLength)) {
        return Fail(
            Error{.code = Code::kInvalidArgument,
                  .reason = std::string(reason::kInvalidRequest),
                  .message = "the authorisation key is not one",
                  .fields = {{"/authorisationKey", "must be 1 to 256 characters, none of them a control character"}}});
    }
    return Secret(std::string(key));
}

std::string MaskKey(const Secret& key) {
    std::string masked(kDots);
    if (CodePoints(key.Reveal()) >= kMinLengthToShow) masked += Tail(key.Reveal(), kShown);
    return masked;
}

std::string SealedFor(SchoolId school, ConnectionId id) {
    return "connection|" + school.ToString() + "|" + id.ToString();
}

}  // namespace suite::results
