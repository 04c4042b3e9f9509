// Reads a data set's images with two threads that share a recogniser, and prints the accuracy; then, where one is given,
// the digits of a picture.
// usage: read_digits MODEL IMAGES.idx LABELS.idx [PICTURE]
// MODEL is cnn, cnn-small, mlp or a weights file; the two IDX files are MNIST's, unpacked with gzip -d.
#include "digits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLASSES = 10, BATCH = 100, THREADS = 2 };

// A whole file in memory, to be freed.
typedef struct {
    uint8_t *bytes;
    size_t count;
} file_bytes;

static void fail(const char *what, const char *why) {
    fprintf(stderr, "read_digits: %s: %s\n", what, why);
    exit(1);
}

static file_bytes read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) fail(path, "cannot be read");
    long size = ftell(file);
    rewind(file);
    file_bytes result = {malloc(size > 0 ? (size_t)size : 1), size > 0 ? (size_t)size : 0};
    if (!result.bytes || fread(result.bytes, 1, result.count, file) != result.count) fail(path, "cannot be read");
    fclose(file);
    return result;
}

// The number of items of an IDX file whose head is `head` bytes and whose items are `size` bytes each.
static size_t idx_count(file_bytes file, size_t head, size_t size, const char *path) {
    if (file.count < head) fail(path, "too short for an IDX file; unpack it with gzip -d");
    size_t count = (size_t)file.bytes[4] << 24 | (size_t)file.bytes[5] << 16 | (size_t)file.bytes[6] << 8 | file.bytes[7];
    if (file.bytes[2] != 8 || file.count - head != count * size) fail(path, "not the IDX file that was expected");
    return count;
}

// One thread's part of the work.
typedef struct {
    digits_recognizer recognizer;
    const uint8_t *pixels;
    const uint8_t *labels;
    size_t count;
    size_t correct;
} part;

static void *read_part(void *argument) {
    part *work = argument;
    float probabilities[BATCH * CLASSES];
    for (size_t start = 0; start < work->count; start += BATCH) {
        size_t count = work->count - start < BATCH ? work->count - start : BATCH;
        const uint8_t *images = work->pixels + start * DIGITS_PIXELS;
        if (digits_predict(work->recognizer, images, count, probabilities, BATCH * CLASSES, 1) != DIGITS_OK)
            fail("digits_predict", digits_last_error());
        for (size_t i = 0; i < count; i++) {
            const float *row = probabilities + i * CLASSES;
            int digit = 0;
            for (int c = 1; c < CLASSES; c++)
                if (row[c] > row[digit]) digit = c;
            if (digit == work->labels[start + i]) work->correct++;
        }
    }
    return NULL;
}

int main(int count, char **arguments) {
    if (count != 4 && count != 5) {
        fprintf(stderr, "usage: %s MODEL IMAGES.idx LABELS.idx [PICTURE]\n", arguments[0]);
        return 64;
    }
    digits_recognizer recognizer;
    if (digits_open(arguments[1], &recognizer) != DIGITS_OK) fail("digits_open", digits_last_error());
    size_t classes;
    if (digits_class_count(recognizer, &classes) != DIGITS_OK || classes != CLASSES)
        fail(arguments[1], "not a model for the ten digits");

    file_bytes images = read_file(arguments[2]), labels = read_file(arguments[3]);
    size_t images_count = idx_count(images, 16, DIGITS_PIXELS, arguments[2]);
    if (images_count == 0 || idx_count(labels, 8, 1, arguments[3]) != images_count) fail(arguments[3], "of another number than the images");
    pthread_t threads[THREADS];
    part parts[THREADS];
    size_t correct = 0;
    for (size_t i = 0; i < THREADS; i++) {
        size_t start = images_count * i / THREADS, end = images_count * (i + 1) / THREADS;
        parts[i] = (part){recognizer, images.bytes + 16 + start * DIGITS_PIXELS, labels.bytes + 8 + start, end - start, 0};
        if (pthread_create(&threads[i], NULL, read_part, &parts[i]) != 0) fail("pthread_create", "no more threads");
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        correct += parts[i].correct;
    }
    printf("swift-digits %s, %zu of %zu\nAccuracy:%.4f\n", digits_version(), correct, images_count, (double)correct / (double)images_count);
    free(images.bytes);
    free(labels.bytes);

    if (count == 5) {
        file_bytes picture = read_file(arguments[4]);
        char *json;
        if (digits_classify(recognizer, picture.bytes, picture.count, 0, DIGITS_THRESHOLD, &json) != DIGITS_OK)
            fail(arguments[4], digits_last_error());
        puts(json);
        digits_free(json);
        free(picture.bytes);
    }
    return digits_close(recognizer) == DIGITS_OK ? 0 : 1;
}
