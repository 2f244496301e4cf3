// Threads inherit the signal mask of their maker: all signals stay blocked while ours are made, and
// come back after.
#pragma once

#include <pthread.h>

#include <signal.h>

namespace wardbridge::abi {

// For the life of this object the calling thread takes no signal. Not copied, not moved.
class SignalBlock {
 public:
  SignalBlock() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former_);
  }
  SignalBlock(const SignalBlock&) = delete;
  SignalBlock& operator=(const SignalBlock&) = delete;
  ~SignalBlock() { pthread_sigmask(SIG_SETMASK, &former_, nullptr); }

 private:
  sigset_t former_{};
};

}  // namespace wardbridge::abi
