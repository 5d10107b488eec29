#include <algorithm>
#include <array>

#include "core/percent.hpp"
#include "core/reasons.hpp"
#include "core/text.hpp"
#include "http/http.hpp"

namespace suite::http {
namespace {

std::optional<unsigned> HexDigit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
    return std::nullopt;
}

bool IsParameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

std::optional<std::string> PercentDecode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const auto high = HexDigit(text[i + 1]);
        const auto low = HexDigit(text[i + 2]);
        if (!high || !low) return std::nullopt;
        out += static_cast<char>(*high * 16U + *low);
        i += 2;
    }
    if (!IsCleanUtf8(out)) return std::nullopt;
    return out;
}

std::string PercentEncode(std::string_view text) { return suite::PercentEncode(text); }

PathPattern::PathPattern(std::string_view pattern) {
    for (const std::string_view segment : Split(pattern, '/')) {
        segments_.emplace_back(segment);
        if (IsParameter(segment)) parameters_.emplace_back(segment.substr(1, segment.size() - 2));
    }
}

std::optional<std::map<std::string, std::string>> PathPattern::Match(std::string_view path) const {
    return Match(Split(path, '/'));
}

std::optional<std::map<std::string, std::string>> PathPattern::Match(std::span<const std::string_view> given) const {
    if (given.size() != segments_.size()) return std::nullopt;
    std::map<std::string, std::string> found;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const std::string_view wanted = segments_[i];
        if (!IsParameter(wanted)) {
            if (wanted != given[i]) return std::nullopt;
            continue;
        }
        // "/schools//groups" is not the school with the empty id.
        if (given[i].empty()) return std::nullopt;
        found.emplace(wanted.substr(1, wanted.size() - 2), given[i]);
    }
    return found;
}

int StatusFor(Code code) {
    switch (code) {
        case Code::kInvalidArgument:
        case Code::kOutOfRange:
            return 400;
        case Code::kUnauthenticated:
            return 401;
        case Code::kPermissionDenied:
            return 403;
        case Code::kNotFound:
            return 404;
        case Code::kFailedPrecondition:
        case Code::kAlreadyExists:
        case Code::kAborted:
            return 409;
        case Code::kResourceExhausted:
            return 429;
        case Code::kUnimplemented:
            return 501;
        case Code::kUnavailable:
            return 503;
        case Code::kDeadlineExceeded:
            return 504;
        case Code::kCancelled:  // 499 is not registered, and who cancelled does not read the answer
        case Code::kInternal:
        case Code::kUnknown:
        case Code::kDataLoss:
            return 500;
    }
    return 500;
}

int StatusFor(const Error& error) {
    struct Special {
        std::string_view reason;
        int status;
    };
    static constexpr std::array kSpecial = {
        Special{reason::kMethodNotAllowed, 405},     Special{reason::kBodyTooLarge, 413},
        Special{reason::kUriTooLong, 414},           Special{reason::kUnsupportedMediaType, 415},
        Special{reason::kPreconditionFailed, 412},   Special{reason::kKeyReused, 422},
        Special{reason::kPreconditionRequired, 428},
    };
    const auto special = std::ranges::find(kSpecial, error.reason, &Special::reason);
    return special == kSpecial.end() ? StatusFor(error.code) : special->status;
}

}  // namespace suite::http
