// What an image costs through the C interface, for calls of 1, 100 and 10,000 images; each thread reads 10,000.
// usage: c_interface MODEL IMAGES.idx THREADS     (see Benchmarks/scale.py, which compiles and runs it)
// Prints a line for each size of a call: images a call, microseconds an image.
#define _POSIX_C_SOURCE 200809L
#include "digits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { IMAGES = 10000, CLASSES = 10, MAXIMUM_THREADS = 16 };

static uint8_t pixels[IMAGES * DIGITS_PIXELS];
static digits_recognizer recognizer;
static size_t images_a_call;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void *predict_all(void *probabilities) {
    for (size_t start = 0; start < IMAGES; start += images_a_call) {
        if (digits_predict(recognizer, pixels + start * DIGITS_PIXELS, images_a_call, probabilities, IMAGES * CLASSES, 1) != DIGITS_OK) {
            fprintf(stderr, "%s\n", digits_last_error());
            exit(1);
        }
    }
    return NULL;
}

int main(int count, char **arguments) {
    int threads = count == 4 ? atoi(arguments[3]) : 0;
    FILE *file = threads > 0 && threads <= MAXIMUM_THREADS ? fopen(arguments[2], "rb") : NULL;
    if (!file || fseek(file, 16, SEEK_SET) != 0) {
        fprintf(stderr, "usage: %s MODEL IMAGES.idx THREADS\n", arguments[0]);
        return 64;
    }
    // Fewer images are repeated.
    size_t have = fread(pixels, DIGITS_PIXELS, IMAGES, file);
    fclose(file);
    for (size_t i = have * DIGITS_PIXELS; have > 0 && i < sizeof pixels; i++) pixels[i] = pixels[i - have * DIGITS_PIXELS];
    if (have == 0 || digits_open(arguments[1], &recognizer) != DIGITS_OK) {
        fprintf(stderr, "%s\n", digits_last_error());
        return 1;
    }
    static float probabilities[MAXIMUM_THREADS][IMAGES * CLASSES];
    for (images_a_call = 1; images_a_call <= IMAGES; images_a_call *= 100) {
        pthread_t others[MAXIMUM_THREADS];
        double start = now();
        for (int i = 1; i < threads; i++) pthread_create(&others[i], NULL, predict_all, probabilities[i]);
        predict_all(probabilities[0]);
        for (int i = 1; i < threads; i++) pthread_join(others[i], NULL);
        printf("%zu %.3f\n", images_a_call, (now() - start) / IMAGES / threads * 1e6);
    }
    return digits_close(recognizer) == DIGITS_OK ? 0 : 1;
}
