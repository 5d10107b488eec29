#include "json/strict.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace suite::json {
namespace {

using Json = nlohmann::json;

constexpr int kNumberOutOfRange = 406;  // nlohmann's id of it

/// Builds the value while it reads, and stops at the first fault.
class Builder final : public nlohmann::json_sax<Json> {
  public:
    explicit Builder(std::size_t max_nesting) : max_nesting_(max_nesting) {}

    bool null() override { return Put(Json(nullptr)); }
    bool boolean(bool value) override { return Put(Json(value)); }
    bool number_integer(number_integer_t value) override { return Put(Json(value)); }
    bool number_unsigned(number_unsigned_t value) override { return Put(Json(value)); }
    bool number_float(number_float_t value, const string_t& /*text*/) override { return Put(Json(value)); }
    bool string(string_t& value) override { return Put(Json(std::move(value))); }
    bool binary(binary_t& /*value*/) override { return false; }  // not of JSON
    bool start_object(std::size_t /*elements*/) override { return Open(Json::object()); }
    bool key(string_t& name) override {
        const auto [at, fresh] = open_.back()->get_ref<Json::object_t&>().emplace(std::move(name), nullptr);
        member_ = &at->second;
        if (!fresh) refusal.fault = Fault::kTwice;
        return fresh;
    }
    bool end_object() override { return Close(); }
    bool start_array(std::size_t /*elements*/) override { return Open(Json::array()); }
    bool end_array() override { return Close(); }
    bool parse_error(std::size_t at, const std::string& /*token*/, const nlohmann::detail::exception& error) override {
        refusal = {.fault = error.id == kNumberOutOfRange ? Fault::kNumber : Fault::kNotJson, .byte = at};
        return false;
    }

    Json root;
    Refusal refusal{};

  private:
    bool Put(Json value) {
        (void)Place(std::move(value));
        return true;
    }
    Json* Place(Json value) {
        if (open_.empty()) {
            root = std::move(value);
            return &root;
        }
        if (open_.back()->is_array()) {
            open_.back()->push_back(std::move(value));
            return &open_.back()->back();
        }
        *member_ = std::move(value);
        return member_;
    }
    bool Open(Json value) {
        if (open_.size() == max_nesting_) {
            refusal.fault = Fault::kTooDeep;
            return false;
        }
        open_.push_back(Place(std::move(value)));
        return true;
    }
    bool Close() {
        open_.pop_back();
        return true;
    }

    std::size_t max_nesting_;
    std::vector<Json*> open_;  // stay valid: a container only grows while it is the innermost one
    Json* member_ = nullptr;
};

}  // namespace

std::expected<nlohmann::json, Refusal> ParseStrict(std::string_view text, std::size_t max_nesting) {
    Builder builder(max_nesting);
    if (!Json::sax_parse(text.begin(), text.end(), &builder)) return std::unexpected(builder.refusal);
    return std::move(builder.root);
}

}  // namespace suite::json
