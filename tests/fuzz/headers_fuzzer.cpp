// What the gateway reads in headers and in the token's form: harmless, or not taken.
#include <algorithm>

#include "core/text.hpp"
#include "http/http.hpp"
#include "rpc/etag.hpp"
#include "services/gateway/adapters/credentials.hpp"
#include "services/gateway/domain/headers.hpp"
#include "services/gateway/domain/repeat.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {
namespace {

using namespace suite::gateway;  // NOLINT: test

void CheckForm(std::string_view bytes) {
    const auto form = ParseForm(bytes);
    if (!form) return;
    std::string again;
    for (const auto& [name, value] : *form) {
        Require(IsCleanUtf8(name) && IsCleanUtf8(value), "a form is clean UTF-8");
        again += (again.empty() ? "" : "&") + http::PercentEncode(name) + "=" + http::PercentEncode(value);
    }
    Require(ParseForm(again) == form, "a form is read back as itself");
    if (form->empty()) return;
    const auto twice = http::PercentEncode(form->begin()->first) + "=";
    Require(!ParseForm(again + "&" + twice), "a field that comes twice is refused");
}

void CheckBasic(std::string_view bytes) {
    const auto basic = ParseBasic(bytes);
    if (!basic) return;
    Require(IsCleanUtf8(basic->first) && IsCleanUtf8(basic->second), "credentials are clean UTF-8");
    const auto plain = http::PercentEncode(basic->first) + ":" + http::PercentEncode(basic->second);
    Require(ParseBasic("Basic " + Base64UrlEncode(plain)) == basic, "credentials are read back as themselves");
}

void CheckVersions(std::string_view bytes) {
    constexpr std::string_view kTag = "\"0123456789abcdef0123456789abcdef\"";
    const bool strong = rpc::NamesETag(bytes, kTag, rpc::Compare::kStrong);
    const bool weak = rpc::NamesETag(bytes, kTag, rpc::Compare::kWeak);
    Require(!strong || weak, "what names a version strongly names it weakly");
    Require(!weak || Trim(bytes) == "*" || bytes.find(kTag) != std::string_view::npos,
            "only a version that stands there is named");
}

void CheckRepeatKey(std::string_view bytes) {
    const auto key = ParseIdempotencyKey(bytes);
    if (!key) return;
    Require(!key->empty() && key->size() <= 128, "a key is short");
    Require(std::ranges::all_of(*key, [](char c) { return c > ' ' && c < 0x7F; }), "a key is visible ASCII");
    Require(ParseIdempotencyKey("\"" + *key + "\"") == key, "a key in quotes is the same key");
}

}  // namespace

void Headers(std::string_view bytes) {
    // Nothing weighs more than the language that is named first and without a weight.
    for (const bool machine : {false, true}) {
        (void)LanguageOf(bytes, machine);
        Require(LanguageOf("nl," + std::string(bytes), machine) == Language::kDutch, "Dutch first is Dutch");
        Require(LanguageOf("en," + std::string(bytes), machine) == Language::kEnglish, "English first is English");
    }
    if (bytes.find("q=") == std::string_view::npos) {
        Require(!PrefersJson(std::string(bytes) + ",text/html"), "a page that is named without a weight is taken");
    }
    if (IsHarmlessId(bytes)) {
        Require(!bytes.empty() && bytes.size() <= 64, "a number is short");
        Require(bytes.find_first_of(std::string_view(" \t\r\n\0\"\\<>{};,", 14)) == std::string_view::npos,
                "a number can stand anywhere");
    }
    if (const auto token = BearerToken(bytes)) {
        Require(*token == Trim(*token), "a token has no space around it");
        Require(BearerToken("Bearer " + std::string(*token)) == *token, "a token is read back as itself");
    }
    for (const auto* const type : {"application/json", "application/x-www-form-urlencoded"}) {
        if (!IsMediaType(bytes, type)) continue;
        Require(AsciiLower(Trim(bytes)).starts_with(type), "a media type is named first");
        Require(IsMediaType(std::string(bytes) + ";charset=utf-8", type), "parameters do not count");
    }
    Require(!IsMediaType(bytes, "application/json") || !IsMediaType(bytes, "application/x-www-form-urlencoded"),
            "a body is of one type");
    CheckVersions(bytes);
    CheckRepeatKey(bytes);
    CheckForm(bytes);
    CheckBasic(bytes);
    CheckBasic("Basic " + std::string(bytes));
    CheckBasic("Basic " + Base64UrlEncode(bytes));
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(Headers)
