// Counters, gauges and histograms in Prometheus' text format, on prometheus-cpp, which nobody else includes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace suite::metrics {

using Labels = std::map<std::string, std::string>;

/// One per process, made in compose.cpp. Thread-safe; names and label names as Prometheus wants them. Labels never hold
/// a school, a person or anything else without a small fixed set of values.
class Registry {
  public:
    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    void Count(std::string_view name, std::string_view help, const Labels& labels = {}, double by = 1);
    void Set(std::string_view name, std::string_view help, const Labels& labels, double value);
    /// Seconds, in buckets from 0.5 ms to 10 s.
    void Observe(std::string_view name, std::string_view help, const Labels& labels, double seconds);

    [[nodiscard]] std::string Text() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::metrics
