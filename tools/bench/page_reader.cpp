#include "tools/bench/page_reader.hpp"

#include <algorithm>

#include "tools/demo/partner.hpp"

namespace suite::bench {

PageReader::PageReader(std::string gateway, std::string path, std::string token, std::chrono::milliseconds pause)
    : thread_(&PageReader::Run, this, std::move(gateway), std::move(path), std::move(token), pause) {}

PageReader::~PageReader() {
    stopping_ = true;
    thread_.join();
}

Reading PageReader::Take() {
    std::vector<double> times;
    Reading reading;
    {
        const std::lock_guard lock(mutex_);
        times.swap(times_ms_);
        std::swap(reading.failed, failed_);
    }
    if (times.empty()) return reading;
    std::ranges::sort(times);
    reading.pages = times.size();
    reading.p50_ms = times[times.size() / 2];
    reading.p99_ms = times[times.size() * 99 / 100];
    reading.longest_ms = times.back();
    return reading;
}

void PageReader::Run(std::string gateway, const std::string& path, std::string token, std::chrono::milliseconds pause) {
    demo::Partner reader(std::move(gateway), std::move(token));
    while (!stopping_) {
        const auto start = std::chrono::steady_clock::now();
        const bool read = reader.Get(path).has_value();
        const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
        {
            const std::lock_guard lock(mutex_);
            if (read) {
                times_ms_.push_back(time.count());
            } else {
                ++failed_;
            }
        }
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace suite::bench
