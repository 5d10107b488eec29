// Structured logs: one JSON object a line on standard error. What is logged is ids and counts, never names, codes or
// keys.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/error.hpp"

namespace suite::log {

enum class Level { kDebug, kInfo, kWarning, kError };

using FieldValue = std::variant<std::int64_t, double, bool, std::string>;
struct Field {
    std::string_view name;
    FieldValue value;
    Field(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
    Field(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
    Field(std::string_view n, bool v) : name(n), value(v) {}
    template <class T>
        requires std::is_arithmetic_v<T>
    Field(std::string_view n, T v) : name(n), value(Widen(v)) {}

  private:
    template <class T>
    static FieldValue Widen(T v) {
        if constexpr (std::is_floating_point_v<T>) return static_cast<double>(v);
        return static_cast<std::int64_t>(v);
    }
};
using Fields = std::initializer_list<Field>;

/// Call once at start; before it, lines carry the service "unnamed". Thread-safe after that.
void Start(std::string_view service, Level threshold);
[[nodiscard]] Result<Level> ParseLevel(std::string_view text);

void Write(Level level, std::string_view message, Fields fields);
inline void Debug(std::string_view message, Fields fields = {}) { Write(Level::kDebug, message, fields); }
inline void Info(std::string_view message, Fields fields = {}) { Write(Level::kInfo, message, fields); }
inline void Warning(std::string_view message, Fields fields = {}) { Write(Level::kWarning, message, fields); }
inline void Failure(std::string_view message, Fields fields = {}) { Write(Level::kError, message, fields); }

}  // namespace suite::log
