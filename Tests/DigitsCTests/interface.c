// What a C program relies on: each function used well and misused, from one thread and from many. Compiled against the
// header as C and as C++, and run as it is and under the sanitizers of addresses and threads.
// usage: interface PICTURE.png     (a picture in which "7" is to be read)
// Prints a line a broken expectation, and exits with 1 where there was one.
#include "digits.h"

#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int checks = 0;
static int failures = 0;

static void check(int holds, int line, const char *what) {
    pthread_mutex_lock(&counting);
    checks++;
    if (!holds) {
        failures++;
        printf("line %d: expected %s; the last error is \"%s\"\n", line, what, digits_last_error());
    }
    pthread_mutex_unlock(&counting);
}

#define EXPECT(condition) check((condition), __LINE__, #condition)

enum { IMAGES = 300, CLASSES = 10 };
static uint8_t pixels[IMAGES * DIGITS_PIXELS];
static float expected[IMAGES * CLASSES];

// Strokes of many lengths, places and greys: nothing that repeats.
static void draw(void) {
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof pixels; i++) {
        state = state * 1664525u + 1013904223u;
        pixels[i] = (i / 7) % 5 == 0 ? (uint8_t)(state >> 24) : 0;
    }
}

static int last_error_names(const char *word) { return strstr(digits_last_error(), word) != NULL; }

static void opening(void) {
    digits_recognizer recognizer = 77;
    EXPECT(strcmp(digits_last_error(), "") == 0);
    EXPECT(digits_open(NULL, &recognizer) == DIGITS_MISUSE && last_error_names("model is null"));
    EXPECT(digits_open("mlp", NULL) == DIGITS_MISUSE && last_error_names("recognizer is null"));
    EXPECT(digits_open("", &recognizer) == DIGITS_MISUSE && last_error_names("empty"));
    EXPECT(digits_open("\xff\xfe", &recognizer) == DIGITS_MISUSE && last_error_names("UTF-8"));
    EXPECT(digits_open("colossal", &recognizer) == DIGITS_NOT_FOUND && last_error_names("cnn-small"));
    EXPECT(digits_open("/nowhere/weights.pkl", &recognizer) == DIGITS_NOT_FOUND && last_error_names("/nowhere/weights.pkl"));
    EXPECT(digits_open("/dev/null", &recognizer) == DIGITS_BAD_MODEL && last_error_names(".safetensors"));
    const uint8_t junk[] = {0x80, 3, '}', 'q', 0, '.'};
    EXPECT(digits_open_bytes(NULL, 6, "a.pkl", &recognizer) == DIGITS_MISUSE && last_error_names("bytes is null"));
    EXPECT(digits_open_bytes(junk, 0, "a.pkl", &recognizer) == DIGITS_MISUSE && last_error_names("found 0"));
    EXPECT(digits_open_bytes(junk, SIZE_MAX, "a.pkl", &recognizer) == DIGITS_MISUSE && last_error_names("18446744073709551615"));
    EXPECT(digits_open_bytes(junk, 6, NULL, &recognizer) == DIGITS_MISUSE && last_error_names("file_name is null"));
    EXPECT(digits_open_bytes(junk, 6, "a.txt", &recognizer) == DIGITS_MISUSE && last_error_names(".safetensors"));
    EXPECT(digits_open_bytes(junk, 6, "a.pkl", NULL) == DIGITS_MISUSE && last_error_names("recognizer is null"));
    EXPECT(digits_open_bytes(junk, 6, "a.pkl", &recognizer) == DIGITS_BAD_MODEL && last_error_names("a.pkl"));
    EXPECT(digits_open_bytes(junk, 4, "a.pkl", &recognizer) == DIGITS_BAD_MODEL && last_error_names("a.pkl"));
    EXPECT(recognizer == 77);
    EXPECT(digits_close(0) == DIGITS_CLOSED && last_error_names("0 is no recogniser"));
    EXPECT(digits_close(UINT64_MAX) == DIGITS_CLOSED);
    EXPECT(digits_version() != NULL && strchr(digits_version(), '.') != NULL);
}

static void closing(void) {
    digits_recognizer first, second;
    size_t count = 0;
    char *json = NULL;
    float row[CLASSES];
    EXPECT(digits_open("mlp", &first) == DIGITS_OK);
    EXPECT(digits_close(first) == DIGITS_OK);
    EXPECT(digits_open("mlp", &second) == DIGITS_OK);
    // The place in the table is the same, the handle is not.
    EXPECT(first != second);
    EXPECT(digits_close(first) == DIGITS_CLOSED && last_error_names("not open"));
    EXPECT(digits_class_count(first, &count) == DIGITS_CLOSED && count == 0);
    EXPECT(digits_describe(first, &json) == DIGITS_CLOSED && json == NULL);
    EXPECT(digits_predict(first, pixels, 1, row, CLASSES, 1) == DIGITS_CLOSED);
    EXPECT(digits_classify(first, pixels, 9, 0, DIGITS_THRESHOLD, &json) == DIGITS_CLOSED && json == NULL);
    EXPECT(digits_class_count(second, &count) == DIGITS_OK && count == CLASSES);
    EXPECT(digits_class_count(second, NULL) == DIGITS_MISUSE);
    EXPECT(digits_describe(second, NULL) == DIGITS_MISUSE);
    EXPECT(digits_describe(second, &json) == DIGITS_OK && strstr(json, "\"parameters\":45360") != NULL);
    digits_free(json);
    digits_free(NULL);
    EXPECT(digits_close(second) == DIGITS_OK);
}

static void predicting(digits_recognizer recognizer) {
    static float row[CLASSES];
    EXPECT(digits_predict(recognizer, pixels, IMAGES, expected, IMAGES * CLASSES, 1) == DIGITS_OK);
    for (int i = 0; i < IMAGES; i++) {
        float sum = 0;
        for (int c = 0; c < CLASSES; c++) sum += expected[i * CLASSES + c];
        EXPECT(fabsf(sum - 1) < 1e-5f);
        EXPECT(digits_predict(recognizer, pixels + i * DIGITS_PIXELS, 1, row, CLASSES, 1) == DIGITS_OK);
        EXPECT(memcmp(row, expected + i * CLASSES, sizeof row) == 0);
    }
    static float shared[IMAGES * CLASSES];
    EXPECT(digits_predict(recognizer, pixels, IMAGES, shared, IMAGES * CLASSES, 2) == DIGITS_OK);
    EXPECT(memcmp(shared, expected, sizeof shared) == 0);

    memset(row, 0x55, sizeof row);
    float before[CLASSES];
    memcpy(before, row, sizeof row);
    EXPECT(digits_predict(recognizer, NULL, 0, NULL, 0, 1) == DIGITS_OK);
    EXPECT(digits_predict(recognizer, NULL, 1, row, CLASSES, 1) == DIGITS_MISUSE && last_error_names("images is null"));
    EXPECT(digits_predict(recognizer, pixels, 1, NULL, CLASSES, 1) == DIGITS_MISUSE && last_error_names("probabilities is null"));
    EXPECT(digits_predict(recognizer, pixels, 1, row, CLASSES - 1, 1) == DIGITS_MISUSE && last_error_names("found 9"));
    EXPECT(digits_predict(recognizer, pixels, SIZE_MAX, row, CLASSES, 1) == DIGITS_MISUSE);
    EXPECT(digits_predict(recognizer, pixels, SIZE_MAX / 784 + 1, row, SIZE_MAX, 1) == DIGITS_MISUSE);
    EXPECT(digits_predict(recognizer, pixels, SIZE_MAX / 2 / 784 + 1, row, SIZE_MAX, 1) == DIGITS_MISUSE);
    EXPECT(digits_predict(recognizer, pixels, 1, row, CLASSES, 0) == DIGITS_MISUSE && last_error_names("threads"));
    EXPECT(digits_predict(recognizer, pixels, 1, row, CLASSES, -1) == DIGITS_MISUSE);
    EXPECT(digits_predict(recognizer, pixels, 1, row, CLASSES, INT32_MAX) == DIGITS_MISUSE);
    EXPECT(memcmp(row, before, sizeof row) == 0);
}

static void classifying(digits_recognizer recognizer, const uint8_t *picture, size_t size) {
    char *json = NULL;
    EXPECT(digits_classify(recognizer, NULL, 9, 0, 0.5f, &json) == DIGITS_MISUSE && last_error_names("picture is null"));
    EXPECT(digits_classify(recognizer, picture, 0, 0, 0.5f, &json) == DIGITS_MISUSE && last_error_names("found 0"));
    EXPECT(digits_classify(recognizer, picture, SIZE_MAX, 0, 0.5f, &json) == DIGITS_MISUSE);
    EXPECT(digits_classify(recognizer, picture, size, 4, 0.5f, &json) == DIGITS_MISUSE && last_error_names("flags"));
    EXPECT(digits_classify(recognizer, picture, size, 0, NAN, &json) == DIGITS_MISUSE && last_error_names("threshold"));
    EXPECT(digits_classify(recognizer, picture, size, 0, 1.5f, &json) == DIGITS_MISUSE);
    EXPECT(digits_classify(recognizer, picture, size, 0, 0.5f, NULL) == DIGITS_MISUSE && last_error_names("json is null"));
    for (size_t cut = 1; cut < size; cut += size / 16 + 1) {
        EXPECT(digits_classify(recognizer, picture, cut, 0, 0.5f, &json) == DIGITS_BAD_PICTURE);
    }
    EXPECT(json == NULL);
    EXPECT(digits_classify(recognizer, picture, size, DIGITS_SINGLE, 0, &json) == DIGITS_OK);
    EXPECT(json != NULL && strstr(json, "\"text\":\"7\"") != NULL && strstr(json, "\"box\":[") != NULL);
    digits_free(json);
    EXPECT(digits_classify(recognizer, picture, size, DIGITS_SINGLE | DIGITS_UNCHECKED, 0, &json) == DIGITS_OK);
    EXPECT(json != NULL && strstr(json, "\"text\":\"7\"") != NULL);
    digits_free(json);
}

static digits_recognizer shared_recognizer;
static const uint8_t *shared_picture;
static size_t shared_size;

// Uses the recogniser that all share, and opens, uses and closes ones of its own.
static void *work(void *argument) {
    int number = *(int *)argument;
    float results[IMAGES * CLASSES];
    for (int round = 0; round < 4; round++) {
        EXPECT(digits_predict(shared_recognizer, pixels, IMAGES, results, IMAGES * CLASSES, 1) == DIGITS_OK);
        EXPECT(memcmp(results, expected, sizeof results) == 0);
        char *json = NULL;
        EXPECT(digits_classify(shared_recognizer, shared_picture, shared_size, 0, 0, &json) == DIGITS_OK);
        digits_free(json);
        digits_recognizer own;
        EXPECT(digits_open("mlp", &own) == DIGITS_OK);
        EXPECT(digits_predict(own, pixels, 1, results, CLASSES, 1) == DIGITS_OK);
        EXPECT(digits_close(own) == DIGITS_OK);
        // Each thread reads its own error, whatever the others do.
        char missing[32];
        snprintf(missing, sizeof missing, "/nowhere/%d-%d.pkl", number, round);
        EXPECT(digits_open(missing, &own) == DIGITS_NOT_FOUND && last_error_names(missing));
    }
    return NULL;
}

// Uses a recogniser that another thread closes: well, or told that it is closed.
static void *use_until_closed(void *argument) {
    digits_recognizer recognizer = *(digits_recognizer *)argument;
    float results[CLASSES];
    digits_status status;
    do {
        status = digits_predict(recognizer, pixels, 1, results, CLASSES, 1);
    } while (status == DIGITS_OK && memcmp(results, expected, sizeof results) == 0);
    EXPECT(status == DIGITS_CLOSED);
    return NULL;
}

static void sharing(void) {
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    int numbers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        EXPECT(pthread_create(&threads[i], NULL, work, &numbers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);

    for (int round = 0; round < 20; round++) {
        digits_recognizer recognizer;
        pthread_t users[2];
        EXPECT(digits_open("mlp", &recognizer) == DIGITS_OK);
        for (int i = 0; i < 2; i++) EXPECT(pthread_create(&users[i], NULL, use_until_closed, &recognizer) == 0);
        EXPECT(digits_close(recognizer) == DIGITS_OK);
        for (int i = 0; i < 2; i++) pthread_join(users[i], NULL);
    }
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: %s PICTURE.png\n", arguments[0]);
        return 64;
    }
    static uint8_t picture[1 << 20];
    FILE *file = fopen(arguments[1], "rb");
    size_t size = file ? fread(picture, 1, sizeof picture, file) : 0;
    if (file) fclose(file);
    if (size == 0) {
        fprintf(stderr, "%s cannot be read\n", arguments[1]);
        return 66;
    }
    draw();
    opening();
    closing();
    EXPECT(digits_open("mlp", &shared_recognizer) == DIGITS_OK);
    predicting(shared_recognizer);
    classifying(shared_recognizer, picture, size);
    shared_picture = picture;
    shared_size = size;
    sharing();
    EXPECT(digits_close(shared_recognizer) == DIGITS_OK);
    printf("%d expectations, %d broken\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
