#include "core/text.hpp"

#include <catch2/catch.hpp>

namespace suite {

using namespace std::string_view_literals;

TEST_CASE("clean UTF-8 is what RFC 3629 allows, without NUL") {
    for (const auto text :
         {""sv, "abc"sv, "\x7F"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv,
          "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv, "Zoë 😀"sv}) {
        CAPTURE(text);
        CHECK(IsCleanUtf8(text));
    }
    const std::string_view broken[] = {
        "a\0b"sv,  // NUL
        "\x80"sv,
        "a\xBF"sv,  // a continuation alone
        "\xC0\x80"sv,
        "\xC1\xBF"sv,
        "\xE0\x9F\xBF"sv,
        "\xF0\x8F\xBF\xBF"sv,  // overlong
        "\xED\xA0\x80"sv,
        "\xED\xBF\xBF"sv,  // surrogates
        "\xF4\x90\x80\x80"sv,
        "\xF5\x80\x80\x80"sv,
        "\xFF"sv,
        "\xFE"sv,  // beyond U+10FFFF
        "\xC3"sv,
        "\xE2\x82"sv,
        "\xF0\x9F\x98"sv,
        "\xC3\x28"sv,  // cut off
    };
    for (const auto text : broken) {
        CAPTURE(text);
        CHECK_FALSE(IsCleanUtf8(text));
    }
    CHECK(CodePoints("Zoë 😀") == 5);
}

TEST_CASE("a byte that does not belong is found at every place of a long text") {
    const std::string plain(40, '\x7F');
    CHECK(IsCleanUtf8(plain));
    for (std::size_t at = 0; at < plain.size(); ++at) {
        CAPTURE(at);
        for (const char wrong : {'\0', '\x80', '\xFF'}) {
            auto text = plain;
            text[at] = wrong;
            CHECK_FALSE(IsCleanUtf8(text));
        }
        auto text = plain;
        text.replace(at, 1, "ë");
        CHECK(IsCleanUtf8(text));
        text.replace(at, 2, "\xC3");
        CHECK_FALSE(IsCleanUtf8(text));
    }
}

TEST_CASE("white space goes from the ends, and inside becomes one space") {
    CHECK(Trim(" \t\r\n a b \v\f") == "a b");
    CHECK(Trim(" \n ") == "");
    CHECK(Collapse("  van \t\n der   Berg ") == "van der Berg");
    CHECK(Collapse("   ") == "");
    CHECK(Collapse("a\u00A0b") == "a\u00A0b");  // not ASCII
}

TEST_CASE("folding makes small letters without accents and leaves the rest alone") {
    CHECK(Fold("ZOË Çelik-Łuczak Şahin Ñuñez") == "zoe celik-luczak sahin nunez");
    CHECK(Fold("ÀÁÂÃÄÅ ÈÉÊË ÌÍÎÏ ÒÓÔÕÖØ ÙÚÛÜ Ý àáâãäå èéêë ìíîï òóôõöø ùúûü ýÿ") ==
          "aaaaaa eeee iiii oooooo uuuu y aaaaaa eeee iiii oooooo uuuu yy");
    CHECK(Fold("Đđ Ğğ İı Ķķ Ņņ Őő Ţţ Ůů Ŵŵ Ÿ Žž") == "dd gg ii kk nn oo tt uu ww y zz");
    CHECK(Fold("ÆØN ŒIL ĲSBRAND ÞÓR Ŋ") == Fold("æøn œil ĳsbrand þór ŋ"));
    CHECK(Fold("ß × ÷ 漢字 😀 Я") == "ß × ÷ 漢字 😀 Я");
    CHECK(Fold("\xC3") == "\xC3");
    CHECK(AsciiLower("ÀBC-9xx") == "Àbc-9xx");
}

TEST_CASE("splitting keeps empty parts") {
    CHECK(Split("", ',') == std::vector<std::string_view>{""});
    CHECK(Split(",a,,b", ',') == std::vector<std::string_view>{"", "a", "", "b"});
}

TEST_CASE("a whole number is all of the text") {
    CHECK(ParseInteger("0") == 0);
    CHECK(ParseInteger("-9223372036854775808") == std::numeric_limits<long long>::min());
    for (const auto* text : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "9223372036854775808", "one"}) {
        CAPTURE(text);
        CHECK_FALSE(ParseInteger(text));
    }
}

TEST_CASE("base64url has no padding and one spelling for a value") {
    struct Row {
        std::string_view bytes;
        std::string_view text;
    };
    // RFC 4648 §10, without the padding
    for (const auto& [bytes, text] :
         {Row{"", ""}, Row{"f", "Zg"}, Row{"fo", "Zm8"}, Row{"foo", "Zm9v"}, Row{"foob", "Zm9vYg"},
          Row{"fooba", "Zm9vYmE"}, Row{"foobar", "Zm9vYmFy"}, Row{"\xFB\xFF\xFE", "-__-"}, Row{"\0\0"sv, "AAA"}}) {
        CAPTURE(text);
        CHECK(Base64UrlEncode(bytes) == text);
        CHECK(Base64UrlDecode(text) == bytes);
    }
    for (const auto* text : {"Z", "Zg==", "Zh", "Zm9", "+//+", "Zm 9v", "Zm9v\n", "Zm9vY"}) {
        CAPTURE(text);
        CHECK_FALSE(Base64UrlDecode(text));
    }
}

}  // namespace suite
