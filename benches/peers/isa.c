/* Hides instruction sets from a process, so that programs which choose their kernels with CPUID can be compared on
 * an older instruction set at native speed.
 *
 * In: NUTGRAF_PEERS_ISA, "avx2" (no AVX-512, no AVX-VNNI, no AMX) or "avx512" (no AMX). Out: a CPUID that lacks the
 * bits. Used with LD_PRELOAD. Linux on x86-64 only.
 *
 * The kernel lets a thread ask that CPUID faults (arch_prctl ARCH_CPUID_SET; threads made later inherit it). The
 * fault is answered here with the real values less the hidden bits. Where a machine cannot do that, the programs are
 * copies in which the instruction is UD2 (`without_cpuid.py`), which faults everywhere, and NUTGRAF_PEERS_REPLACED is set;
 * without it the process ends with status 86.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ARCH_CPUID_SET 0x1012
#define BIT(n) (1u << (n))

static int hide_avx512, is_replaced;

static void set_cpuid_allowed(unsigned long allowed) {
    if (syscall(SYS_arch_prctl, ARCH_CPUID_SET, allowed) != 0) {
        static const char message[] = "isa.c: this machine cannot trap CPUID, so nothing can be hidden\n";
        if (write(2, message, sizeof message - 1)) {}
        _exit(86);
    }
}

static void hide(unsigned leaf, unsigned subleaf, unsigned *a, unsigned *b, unsigned *c, unsigned *d) {
    if (leaf == 7 && subleaf == 0) {
        *d &= ~(BIT(22) | BIT(24) | BIT(25)); /* AMX-BF16, AMX-TILE, AMX-INT8 */
        if (hide_avx512) {
            /* F, DQ, IFMA, PF, ER, CD, BW, VL
             * VBMI, VBMI2, VNNI, BITALG, VPOPCNTDQ
             * 4VNNIW, 4FMAPS, VP2INTERSECT, FP16 */
            *b &= ~(BIT(16) | BIT(17) | BIT(21) | BIT(26) | BIT(27) | BIT(28) | BIT(30) | BIT(31));
            *c &= ~(BIT(1) | BIT(6) | BIT(11) | BIT(12) | BIT(14));
            *d &= ~(BIT(2) | BIT(3) | BIT(8) | BIT(23));
        }
    } else if (leaf == 7 && subleaf == 1) {
        *a &= ~BIT(21); /* AMX-FP16 */
        *d &= ~BIT(8);  /* AMX-COMPLEX */
        if (hide_avx512) {
            *a &= ~(BIT(4) | BIT(5) | BIT(23));           /* AVX-VNNI, AVX512-BF16, AVX-IFMA */
            *d &= ~(BIT(4) | BIT(5) | BIT(10) | BIT(19)); /* AVX-VNNI-INT8, AVX-NE-CONVERT, AVX-VNNI-INT16, AVX10 */
        }
    } else if (leaf == 0x1d || leaf == 0x1e || (hide_avx512 && leaf == 0x24)) {
        *a = *b = *c = *d = 0; /* tile palettes, AVX10 */
    }
}

static void answer_cpuid(int number, siginfo_t *info, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    (void)info;
    const unsigned char *at = (const unsigned char *)registers[REG_RIP];
    if (at[0] != 0x0f || at[1] != (is_replaced ? 0x0b : 0xa2)) {
        signal(number, SIG_DFL); /* a true fault: let it happen again */
        return;
    }
    unsigned leaf = (unsigned)registers[REG_RAX], subleaf = (unsigned)registers[REG_RCX], a, b, c, d;
    if (!is_replaced) {
        set_cpuid_allowed(1);
    }
    __cpuid_count(leaf, subleaf, a, b, c, d);
    if (!is_replaced) {
        set_cpuid_allowed(0);
    }
    hide(leaf, subleaf, &a, &b, &c, &d);
    registers[REG_RAX] = a;
    registers[REG_RBX] = b;
    registers[REG_RCX] = c;
    registers[REG_RDX] = d;
    registers[REG_RIP] += 2;
}

__attribute__((constructor)) static void install(void) {
    const char *isa = getenv("NUTGRAF_PEERS_ISA");
    if (isa == NULL || strcmp(isa, "native") == 0) {
        return;
    }
    hide_avx512 = strcmp(isa, "avx2") == 0;
    struct sigaction action = {.sa_sigaction = answer_cpuid, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    is_replaced = getenv("NUTGRAF_PEERS_REPLACED") != NULL;
    sigaction(is_replaced ? SIGILL : SIGSEGV, &action, NULL);
    if (!is_replaced) {
        set_cpuid_allowed(0);
    }
}
