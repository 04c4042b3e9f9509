/* swift-digits: handwritten-digit recognition behind a plain C interface.
 *
 *     digits_recognizer recognizer;
 *     if (digits_open("cnn", &recognizer) != DIGITS_OK) {
 *         fprintf(stderr, "%s\n", digits_last_error());
 *         return 1;
 *     }
 *     float probabilities[10];
 *     digits_predict(recognizer, pixels, 1, probabilities, 10, 1);   // pixels: 784 bytes, 0 paper to 255 ink
 *     digits_close(recognizer);
 *
 * Link with the library DigitsC.
 *
 * Errors. A function that can fail returns a digits_status; what went wrong stands in digits_last_error(), one line of
 * UTF-8 that says what was expected, what was found, and what to do. Null pointers, handles that were closed or never
 * opened, and numbers out of range are answered with a status as well: no argument that can be checked ends the process.
 * What cannot be checked is whether a pointer points at as many bytes as are said to be there. Where a function fails,
 * it has written to none of its results.
 *
 * Threads. Every function may be called from any number of threads at once, also with the same handle, and also while
 * another thread closes it: a call that has begun ends as if the handle were still open. Results do not depend on the
 * number of threads nor on what else is in a batch: the row of an image is the same bit for bit.
 *
 * Processes. Calls with threads = 1 work in the child after fork(); more threads may not, where the parent has used
 * more before. Do not unload the library with dlclose().
 */
#ifndef DIGITS_H
#define DIGITS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The pixels of an image: 28 rows of 28, one byte each, 0 paper to 255 ink, as in MNIST. */
#define DIGITS_PIXELS 784

/* How a call ended. */
typedef enum digits_status {
    /* Well. */
    DIGITS_OK = 0,
    /* An argument is null, out of range or does not fit the others: a mistake of the program. */
    DIGITS_MISUSE = 1,
    /* The handle is of no open recogniser: it was closed, or never opened. */
    DIGITS_CLOSED = 2,
    /* There is no such model or file. */
    DIGITS_NOT_FOUND = 3,
    /* The weights are damaged, of another kind, or of no network for images of 28x28 pixels. */
    DIGITS_BAD_MODEL = 4,
    /* The picture is damaged, too large, or of a format that is not read. */
    DIGITS_BAD_PICTURE = 5,
    /* A file is there and could not be read. */
    DIGITS_INPUT_OUTPUT = 6,
    /* There is no memory for the answer, or too many recognisers are open. */
    DIGITS_EXHAUSTED = 7
} digits_status;

/* An open recogniser. No valid one is 0, and the number of a closed one is not given again. */
typedef uint64_t digits_recognizer;

/* The version of the library, such as "0.1.0". Never null; valid as long as the process. */
const char *digits_version(void);

/* Why this thread's last failing call failed, "" before any. Never null; valid until this thread's next failing call, or
 * its end. A call that succeeds leaves the text as it is. */
const char *digits_last_error(void);

/* Opens a model that is part of the library ("cnn", "cnn-small" or "mlp"), or a weights file.
 *
 * model       A name of a model; anything else is the path of a file that ends in .safetensors, .onnx, .pkl, .npz or .pt,
 *             UTF-8. Nothing that such a file holds is run.
 * recognizer  Where the handle goes. Close it with digits_close().
 * Fails with DIGITS_MISUSE, DIGITS_NOT_FOUND, DIGITS_BAD_MODEL, DIGITS_INPUT_OUTPUT, DIGITS_EXHAUSTED. */
digits_status digits_open(const char *model, digits_recognizer *recognizer);

/* Opens the bytes of a weights file, as they would be read from a file of that name.
 *
 * bytes, byte_count  The whole file, at most 1 GiB; copied, so that it may be freed after the call.
 * file_name          Tells the format by its end, such as "weights.pkl", and names the model; nothing is read from there.
 * Fails with DIGITS_MISUSE, DIGITS_BAD_MODEL, DIGITS_EXHAUSTED. */
digits_status digits_open_bytes(
    const void *bytes, size_t byte_count, const char *file_name, digits_recognizer *recognizer);

/* Closes a recogniser. Calls of other threads that have begun are not disturbed.
 *
 * Fails with DIGITS_CLOSED where it was closed before. */
digits_status digits_close(digits_recognizer recognizer);

/* How many classes the model tells apart: 10 for digits.
 *
 * Fails with DIGITS_MISUSE, DIGITS_CLOSED. */
digits_status digits_class_count(digits_recognizer recognizer, size_t *class_count);

/* Describes the model as a JSON object: name, classes, parameters, multiply_adds (of one image), architecture and
 * input_range, and where its file says so trained_on, training_images, validation_accuracy and command.
 *
 * json  Where the text goes, UTF-8 that ends in a zero byte. Free it with digits_free().
 * Fails with DIGITS_MISUSE, DIGITS_CLOSED, DIGITS_EXHAUSTED. */
digits_status digits_describe(digits_recognizer recognizer, char **json);

/* Gives a probability to each class of each image.
 *
 * images             [image_count, 784], row by row; may be null where image_count is 0.
 * probabilities      [image_count, class_count], overwritten; each row adds up to 1. Must not overlap the images.
 * probability_count  The floats that there is room for: at least image_count * class_count.
 * threads            How many threads may share the work, 1 to 1024.
 * Fails with DIGITS_MISUSE, DIGITS_CLOSED. */
digits_status digits_predict(
    digits_recognizer recognizer, const uint8_t *images, size_t image_count, float *probabilities,
    size_t probability_count, int32_t threads);

/* How digits_classify() reads; the values are added. */
enum {
    /* All ink of the picture is one digit; otherwise digits are looked for. */
    DIGITS_SINGLE = 1,
    /* Nothing is asked whether it is a digit at all: letters and scribbles are read as digits, and the certainty is the
     * probability. For pictures that are known to hold digits; it saves a sixth of a millisecond a digit. */
    DIGITS_UNCHECKED = 2
};

/* The certainty below which digits_classify() had best count what it found as no digit, and the same for a call with
 * DIGITS_UNCHECKED. */
#define DIGITS_THRESHOLD 0.25f
#define DIGITS_UNCHECKED_THRESHOLD 0.76f

/* Reads the digits in a picture: a PNG, JPEG, PBM, PGM or PPM file's bytes; at most 50 million pixels.
 *
 * picture, byte_count  The whole file.
 * flags                0, or DIGITS_SINGLE, DIGITS_UNCHECKED or their sum.
 * threshold            What is read with less than this certainty is rejected, 0 to 1; see DIGITS_THRESHOLD.
 * json                 Where the answer goes, UTF-8 that ends in a zero byte; free it with digits_free(). An object:
 *                      "text", the digits line by line, and "digits", an array in reading order of "digit" (null where
 *                      it was rejected), "probability", "certainty" (the probability times that of being a digit at
 *                      all), "probabilities" (10 numbers) and "box" (left, top, width and height in pixels of the
 *                      upright picture).
 * Fails with DIGITS_MISUSE (also for a model of other classes than the ten digits), DIGITS_CLOSED, DIGITS_BAD_PICTURE,
 * DIGITS_EXHAUSTED. */
digits_status digits_classify(
    digits_recognizer recognizer, const void *picture, size_t byte_count, uint32_t flags, float threshold, char **json);

/* Frees what another function of this header gave to be freed; nothing happens where it is null. */
void digits_free(void *memory);

#ifdef __cplusplus
}
#endif

#endif
