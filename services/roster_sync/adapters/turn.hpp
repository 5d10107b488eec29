// How many large bodies are read at once.
#pragma once

#include <semaphore>

namespace suite::roster_sync {

/// Given back at the end of its life. Pre: acquired.
template <std::ptrdiff_t kMost>
class Turn {
  public:
    explicit Turn(std::counting_semaphore<kMost>& turns) : turns_(turns) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() { turns_.release(); }

  private:
    std::counting_semaphore<kMost>& turns_;
};

}  // namespace suite::roster_sync
