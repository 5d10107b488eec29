#include "services/roster_sync/adapters/xml_shape.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

#include "services/roster_sync/adapters/xml_text.hpp"

namespace suite::roster_sync {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::string_view kNotWellFormed = "the file is not well-formed XML";

class Scan {
  public:
    Scan(std::string_view text, const XmlLimits& limits) : text_(text), limits_(limits) {}

    Status Run() {
        while (at_ < text_.size()) {
            const auto open = std::min(text_.find('<', at_), text_.size());
            SUITE_RETURN_IF_ERROR(Content(at_, open));
            at_ = open;
            if (at_ < text_.size()) SUITE_RETURN_IF_ERROR(Markup());
        }
        return {};
    }

  private:
    [[nodiscard]] std::unexpected<Error> Bad(std::string_view message, std::size_t at) const {
        return BadEdexml(std::string(message), LineAt(text_, at));
    }

    [[nodiscard]] bool Is(std::string_view what) const { return text_.substr(at_).starts_with(what); }

    Status Markup() {
        if (Is("</")) {
            if (depth_ > 0) --depth_;
            return SkipPast(">", 2);
        }
        SUITE_RETURN_IF_ERROR(CountItem(at_));  // comments too: each splits a text in two
        if (Is("<!--")) return SkipPast("-->", 4);
        if (Is("<?")) return SkipPast("?>", 2);
        if (Is("<![CDATA[")) {
            if (depth_ == 0) return Bad(kNotWellFormed, at_);
            const auto start = at_;
            SUITE_RETURN_IF_ERROR(SkipPast("]]>", 9));
            return Size(start, at_ - start);
        }
        if (Is("<!")) return Bad("document types and entities are not accepted", at_);
        return OpenTag();
    }

    Status SkipPast(std::string_view end, std::size_t from) {
        const auto found = text_.find(end, at_ + from);
        if (found == kNone) return Bad(kNotWellFormed, at_);
        at_ = found + end.size();
        return {};
    }

    Status OpenTag() {
        const auto start = at_;
        std::size_t attributes = 0;
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '<') return Bad(kNotWellFormed, at_);
            if (c == '"' || c == '\'') {
                const auto end = text_.find(c, at_ + 1);
                if (end == kNone) return Bad(kNotWellFormed, at_);
                SUITE_RETURN_IF_ERROR(CountItem(at_));
                if (++attributes > limits_.attributes) return Bad("an element has too many attributes", start);
                if (text_.substr(at_, end - at_).contains('<')) return Bad(kNotWellFormed, at_);
                SUITE_RETURN_IF_ERROR(Text(at_ + 1, end));
                at_ = end;
            } else if (c == '>') {
                if (text_[at_ - 1] != '/' && ++depth_ > limits_.depth)
                    return Bad("elements are nested too deeply", start);
                ++at_;
                return {};
            }
        }
        return Bad(kNotWellFormed, start);
    }

    /// Between tags; outside the root element blanks only, which pugixml would not mind.
    Status Content(std::size_t begin, std::size_t end) {
        if (depth_ == 0) {
            const auto word = text_.substr(0, end).find_first_not_of(" \t\r\n", begin);
            if (word != kNone) return Bad(kNotWellFormed, word);
        }
        return Text(begin, end);
    }

    Status Text(std::size_t begin, std::size_t end) {
        SUITE_RETURN_IF_ERROR(Size(begin, end - begin));
        // Within the text: a search to the end of a file without references would be quadratic.
        const auto text = text_.substr(0, end);
        for (auto at = text.find('&', begin); at != kNone; at = text.find('&', at + 1)) {
            SUITE_RETURN_IF_ERROR(Reference(at));
        }
        return {};
    }

    /// pugixml would keep a reference that it does not know as the text it is, and cut the text short at a NUL.
    [[nodiscard]] Status Reference(std::size_t at) const {
        constexpr std::size_t kLongest = 16;
        auto name = text_.substr(at + 1, kLongest);
        name = name.substr(0, std::min(name.find(';'), name.size()));
        if (at + 1 + name.size() == text_.size() || name.size() == kLongest) {
            return Bad("an & does not begin a reference; write &amp;", at);
        }
        if (!name.starts_with('#')) {
            static constexpr std::array<std::string_view, 5> kKnown{"amp", "lt", "gt", "quot", "apos"};
            if (std::ranges::find(kKnown, name) != kKnown.end()) return {};
            return Bad("document types and entities are not accepted", at);
        }
        const bool hexadecimal = name.starts_with("#x");
        name.remove_prefix(hexadecimal ? 2 : 1);
        std::uint32_t point = 0;
        const auto [rest, error] =
            std::from_chars(name.data(), name.data() + name.size(), point, hexadecimal ? 16 : 10);
        const bool read = error == std::errc{} && rest == name.data() + name.size();
        // What else is no XML character makes one record's value wrong, not the file: Diff says which.
        if (read && point != 0 && point <= 0x10FFFF) return {};
        return Bad("a character reference is not a character", at);
    }

    [[nodiscard]] Status Size(std::size_t at, std::size_t bytes) const {
        if (bytes > limits_.text_bytes) return Bad("a text is too long", at);
        return {};
    }

    Status CountItem(std::size_t at) {
        if (++items_ > limits_.items) return Bad("the file has more elements than a school can have", at);
        return {};
    }

    std::string_view text_;
    const XmlLimits& limits_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t items_ = 0;
};

}  // namespace

Status CheckXmlShape(std::string_view text, const XmlLimits& limits) { return Scan(text, limits).Run(); }

}  // namespace suite::roster_sync
