#include "services/roster_sync/adapters/xml_shape.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <tuple>

#include "core/reasons.hpp"
#include "services/roster_sync/adapters/edexml.hpp"
#include "services/roster_sync/adapters/xml_text.hpp"

namespace suite::roster_sync::test {
namespace {

constexpr std::size_t kMiB = 1U << 20U;

std::string Repeat(const std::string& text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

/// "3: message", or "" for a text that may be parsed.
std::string Refusal(const Status& status) {
    if (status) return {};
    CHECK(status.error().reason == reason::kInvalidEdexml);
    CHECK(status.error().code == Code::kInvalidArgument);
    return status.error().metadata.at("line") + ": " + status.error().message;
}

TEST_CASE("what an XML text may hold is let through", "[ROS-06]") {
    for (const auto* text :
         {"", "<a/>", "<?xml version='1.0'?><!-- & <b> --><a x='1' y=\"'>\">&amp;&lt;&gt;&quot;&apos;&#65;&#xe9;</a>",
          "<a><![CDATA[ &x; <!DOCTYPE ]]></a>", "<a\n/>", "<!-- <!ENTITY --><a>]]&gt;</a>", "<x:a xmlns:x='urn:y'/>"}) {
        CAPTURE(text);
        CHECK(Refusal(CheckXmlShape(text)).empty());
    }
}

TEST_CASE("what a parser must not be given is refused with its line", "[ROS-06]") {
    const std::tuple<std::string, std::string> rows[] = {
        {"\n<!DOCTYPE a>", "2: document types and entities"},
        {"<a>\n<!ENTITY x 'y'></a>", "2: document types and entities"},
        {"<a>\n\n&x;</a>", "3: document types and entities"},
        {"<a x='&lol9;'/>", "1: document types and entities"},
        {"<a>Jan & Piet</a>", "1: an & does not begin a reference"},
        {"<a>R&D;</a>", "1: document types and entities"},
        {"\nx<a/>", "2: the file is not well-formed"},
        {"<a/>\nx", "2: the file is not well-formed"},
        {"<a></a></a>\n<![CDATA[x]]>", "2: the file is not well-formed"},
        {"<a>&", "1: an & does not begin a reference"},
        {"<a>&#0;</a>", "1: a character reference"},
        {"<a>&#x0;</a>", "1: a character reference"},
        {"<a>&#;</a>", "1: a character reference"},
        {"<a>&#x;</a>", "1: a character reference"},
        {"<a>&#1a;</a>", "1: a character reference"},
        {"<a>&#x110000;</a>", "1: a character reference"},
        {"<a>&#99999999999;</a>", "1: a character reference"},
        {"<a>\n<b", "2: the file is not well-formed"},
        {"<a <b>", "1: the file is not well-formed"},
        {"<a x='<'/>", "1: the file is not well-formed"},
        {"<a x='1", "1: the file is not well-formed"},
        {"<!-- ", "1: the file is not well-formed"},
        {"<a>\n<![CDATA[ ", "2: the file is not well-formed"},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(text);
        CHECK(Refusal(CheckXmlShape(text)).starts_with(expected));
    }
}

TEST_CASE("the limits are met exactly and not passed", "[ROS-06]") {
    const XmlLimits limits{.depth = 3, .attributes = 2, .text_bytes = 4, .items = 6};
    const std::tuple<std::string, std::string> rows[] = {
        {"<a><b><c/></b></a>", ""},
        {"<a><b><c></c></b><b/></a>", ""},
        {"<a><b><c><d></d></c></b></a>", "1: elements are nested too deeply"},
        {"<a x='1' y='2'/>", ""},
        {"<a x='1' y='2' z='3'/>", "1: an element has too many attributes"},
        {"<a>1234</a>", ""},
        {"<a>12345</a>", "1: a text is too long"},
        {"<a x='12345'/>", "1: a text is too long"},
        {"<a><![CDATA[]]></a>", "1: a text is too long"},  // the section with its brackets
        {"<a><b/><b/><b/><b/><b/></a>", ""},
        {"<a>\n<b/><b/><b/><b/><b/><b/></a>", "2: the file has more elements"},
        {"<a><b x='1' y='2'/><b x='1'/>\n<!-- --></a>", "2: the file has more elements"},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(text);
        const auto refusal = Refusal(CheckXmlShape(text, limits));
        CHECK((expected.empty() ? refusal.empty() : refusal.starts_with(expected)));
    }
}

TEST_CASE("files of 50 MB that are made to hurt are refused with a line, before anything is built", "[ROS-06]") {
    const std::string head = "<EDEX>\n<leerlingen>\n";
    const auto size = 50 * kMiB;
    const std::tuple<std::string, std::string> rows[] = {
        {head + Repeat("<a>", size / 3), "3: elements are nested too deeply"},
        {head + "<leerling" + Repeat(" a=''", size / 5) + "/>", "3: an element has too many attributes"},
        {head + "<leerling key='" + std::string(size, 'x') + "'/>", "3: a text is too long"},
        {head + "<leerling>" + std::string(size, 'x'), "3: a text is too long"},
        {head + std::string(size, '\n'), "2: a text is too long"},
        {head + Repeat("<a/>", size / 4), "3: the file has more elements"},
        {head + Repeat("<!---->", size / 7), "3: the file has more elements"},
        {head + Repeat("&amp;", size / 5), "2: a text is too long"},
        {"<!DOCTYPE EDEX [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>\n" + head + "&b;", "1: document types"},
        {"<!DOCTYPE EDEX SYSTEM 'file:///etc/hostname'>\n" + head, "1: document types"},
        {"<!DOCTYPE EDEX SYSTEM 'http://127.0.0.1/x.dtd'>\n" + head, "1: document types"},
    };
    for (const auto& [text, expected] : rows) {
        CAPTURE(expected);
        const auto file = ParseEdexml(text);
        REQUIRE_FALSE(file);
        CHECK(Refusal(std::unexpected(file.error())).starts_with(expected));
    }
}

TEST_CASE("a file with more records than a school can have is refused where it passes the bound", "[ROS-06]") {
    const std::string head = "<EDEX><school><schooljaar>2026-2027</schooljaar></school><leerlingen>\n";
    const auto file = ParseEdexml(head + Repeat("<leerling/>\n", kMaxFileRecords + 1) + "</leerlingen></EDEX>");
    REQUIRE_FALSE(file);
    CHECK(file.error().message.find("more groups, pupils and staff") != std::string::npos);
    CHECK(file.error().metadata.at("line") == std::to_string(kMaxFileRecords + 2));
    const auto full = ParseEdexml(head + Repeat("<leerling/>\n", kMaxFileRecords) + "</leerlingen></EDEX>");
    REQUIRE(full);
    CHECK(full->roster.pupils.size() == kMaxFileRecords);
}

TEST_CASE("a line is found in any block of a text", "[ROS-08]") {
    std::string text;
    while (text.size() < 20000) text += std::string(text.size() % 97, 'x') + "\n";
    const Lines lines(text);
    for (std::size_t at = 0; at <= text.size(); at += 13) REQUIRE(lines.At(at) == LineAt(text, at));
    CHECK(lines.At(text.size() + 5) == LineAt(text, text.size()));
    CHECK(Lines("").At(0) == 1);
}

}  // namespace
}  // namespace suite::roster_sync::test
